"""Observed role-plays, their ratings, and the way back."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _performance()
    _rating()
    _remediation()


def downgrade() -> None:
    for table in ("remediation", "performance_rating", "performance"):
        op.drop_table(table)


def _performance() -> None:
    op.create_table(
        "performance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("lesson_id", sa.String(length=80), nullable=False),
        sa.Column("sheet_id", sa.String(length=80), nullable=False),
        sa.Column("sheet_hash", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("opened_by_id", sa.Integer(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("second_wanted", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("is_passed", sa.Boolean(), nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('open', 'rated', 'settled', 'cancelled')", name=op.f("ck_performance_known_state")
        ),
        sa.CheckConstraint(
            "(state = 'settled') = (is_passed IS NOT NULL)", name=op.f("ck_performance_settled_with_a_result")
        ),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name="fk_performance_enrolment_id"),
        sa.ForeignKeyConstraint(["opened_by_id"], ["person.id"], name="fk_performance_opened_by_id"),
        sa.ForeignKeyConstraint(["settled_by_id"], ["person.id"], name="fk_performance_settled_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_performance"),
        sa.UniqueConstraint("enrolment_id", "sheet_id", "number", name="uq_performance_enrolment_id_sheet_id_number"),
    )
    op.create_index("ix_performance_state", "performance", ["state"])


def _rating() -> None:
    op.create_table(
        "performance_rating",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("performance_id", sa.Integer(), nullable=False),
        sa.Column("rater_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=10), nullable=False),
        sa.Column("client_key", sa.String(length=64), nullable=False),
        sa.Column("ticks", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("part IN ('observer', 'second', 'self')", name=op.f("ck_performance_rating_known_part")),
        sa.ForeignKeyConstraint(["performance_id"], ["performance.id"], name="fk_performance_rating_performance_id"),
        sa.ForeignKeyConstraint(["rater_id"], ["person.id"], name="fk_performance_rating_rater_id"),
        sa.PrimaryKeyConstraint("id", name="pk_performance_rating"),
        sa.UniqueConstraint("client_key", name="uq_performance_rating_client_key"),
        sa.UniqueConstraint("performance_id", "part", name="uq_performance_rating_performance_id_part"),
        sa.UniqueConstraint("performance_id", "rater_id", name="uq_performance_rating_performance_id_rater_id"),
    )
    op.create_index("ix_performance_rating_rater_id", "performance_rating", ["rater_id"])


def _remediation() -> None:
    op.create_table(
        "remediation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("performance_id", sa.Integer(), nullable=False),
        sa.Column("behaviours", sa.JSON(), nullable=False),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("opened_by_id", sa.Integer(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_by_performance_id", sa.Integer(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["closed_by_performance_id"], ["performance.id"], name="fk_remediation_closed_by_performance_id"
        ),
        sa.ForeignKeyConstraint(["opened_by_id"], ["person.id"], name="fk_remediation_opened_by_id"),
        sa.ForeignKeyConstraint(["performance_id"], ["performance.id"], name="fk_remediation_performance_id"),
        sa.PrimaryKeyConstraint("id", name="pk_remediation"),
        sa.UniqueConstraint("performance_id", name="uq_remediation_performance_id"),
    )
