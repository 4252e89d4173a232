"""Ratings of competencies, and which of them were withdrawn."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "portfolio_rating",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("competency", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("assessor_id", sa.Integer(), nullable=False),
        sa.Column("ticks", sa.JSON(), nullable=False),
        sa.Column("level", sa.String(length=10), nullable=False),
        sa.Column("is_critical", sa.Boolean(), nullable=False),
        sa.Column("note", sa.LargeBinary(), nullable=True),
        sa.Column("consent_confirmed", sa.Boolean(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("performance_id", sa.Integer(), nullable=True),
        sa.Column("sheet_version", sa.String(length=64), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name="fk_portfolio_rating_enrolment_id"),
        sa.ForeignKeyConstraint(["assessor_id"], ["person.id"], name="fk_portfolio_rating_assessor_id"),
        sa.ForeignKeyConstraint(["entry_id"], ["practicum_entry.id"], name="fk_portfolio_rating_entry_id"),
        sa.ForeignKeyConstraint(["case_id"], ["practice_case.id"], name="fk_portfolio_rating_case_id"),
        sa.ForeignKeyConstraint(["performance_id"], ["performance.id"], name="fk_portfolio_rating_performance_id"),
        sa.PrimaryKeyConstraint("id", name="pk_portfolio_rating"),
    )
    op.create_index("ix_portfolio_rating_enrolment_id_competency", "portfolio_rating", ["enrolment_id", "competency"])
    op.create_index("ix_portfolio_rating_assessor_id", "portfolio_rating", ["assessor_id"])
    op.create_table(
        "portfolio_withdrawal",
        sa.Column("rating_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["rating_id"], ["portfolio_rating.id"], name="fk_portfolio_withdrawal_rating_id"),
        sa.PrimaryKeyConstraint("rating_id", name="pk_portfolio_withdrawal"),
    )


def downgrade() -> None:
    op.drop_table("portfolio_withdrawal")
    op.drop_table("portfolio_rating")
