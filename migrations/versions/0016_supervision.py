"""Supervision sessions, what was decided in them, their signatures, and who supervises whole cohorts."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _session()
    _member()
    _item()
    op.create_table(
        "supervision_ask",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("wish", sa.String(length=10), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_session_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["practice_case.id"], name="fk_supervision_ask_case_id"),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name="fk_supervision_ask_enrolment_id"),
        sa.ForeignKeyConstraint(
            ["settled_session_id"], ["supervision_session.id"], name="fk_supervision_ask_settled_session_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_supervision_ask"),
    )
    for column in ("case_id", "enrolment_id", "settled_session_id"):
        op.create_index(f"ix_supervision_ask_{column}", "supervision_ask", [column])
    _cohort_supervisor()


def _session() -> None:
    op.create_table(
        "supervision_session",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("supervisor_id", sa.Integer(), nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("setting", sa.String(length=12), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("zone", sa.String(length=60), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("mode", sa.String(length=12), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("supervisor_signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["supervisor_id"], ["supervisor.id"], name="fk_supervision_session_supervisor_id"),
        sa.ForeignKeyConstraint(["institution_id"], ["institution.id"], name="fk_supervision_session_institution_id"),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_supervision_session_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_supervision_session"),
    )
    op.create_index("ix_supervision_session_institution_id", "supervision_session", ["institution_id"])
    op.create_index("ix_supervision_session_supervisor_id_day", "supervision_session", ["supervisor_id", "day"])


def _member() -> None:
    op.create_table(
        "supervision_member",
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.Column("is_absent", sa.Boolean(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("countersigned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("countersigned_digest", sa.String(length=64), nullable=False),
        sa.Column("countersigned_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["session_id"], ["supervision_session.id"], name="fk_supervision_member_session_id"),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name="fk_supervision_member_enrolment_id"),
        sa.ForeignKeyConstraint(["entry_id"], ["practicum_entry.id"], name="fk_supervision_member_entry_id"),
        sa.ForeignKeyConstraint(
            ["countersigned_by_id"], ["person.id"], name="fk_supervision_member_countersigned_by_id"
        ),
        sa.PrimaryKeyConstraint("session_id", "enrolment_id", name="pk_supervision_member"),
        sa.UniqueConstraint("entry_id", name="uq_supervision_member_entry_id"),
    )
    columns = ["enrolment_id", "session_id"]
    op.create_index("ix_supervision_member_enrolment_id_session_id", "supervision_member", columns)


def _item() -> None:
    op.create_table(
        "supervision_item",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("decision", sa.String(length=20), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("who", sa.String(length=12), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("done_by_id", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["session_id"], ["supervision_session.id"], name="fk_supervision_item_session_id"),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name="fk_supervision_item_enrolment_id"),
        sa.ForeignKeyConstraint(["case_id"], ["practice_case.id"], name="fk_supervision_item_case_id"),
        sa.ForeignKeyConstraint(["done_by_id"], ["person.id"], name="fk_supervision_item_done_by_id"),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_supervision_item_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_supervision_item"),
        sa.UniqueConstraint(
            "session_id", "enrolment_id", "case_id", name="uq_supervision_item_session_id_enrolment_id_case_id"
        ),
    )
    op.create_index("ix_supervision_item_case_id", "supervision_item", ["case_id"])
    is_to_be_done = sa.text("due_on IS NOT NULL AND done_on IS NULL")
    op.create_index(
        "ix_supervision_item_to_be_done",
        "supervision_item",
        ["enrolment_id", "due_on"],
        sqlite_where=is_to_be_done,
        postgresql_where=is_to_be_done,
    )


def _cohort_supervisor() -> None:
    op.create_table(
        "cohort_supervisor",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("supervisor_id", sa.Integer(), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("until_day", sa.Date(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name="fk_cohort_supervisor_cohort_id"),
        sa.ForeignKeyConstraint(["supervisor_id"], ["supervisor.id"], name="fk_cohort_supervisor_supervisor_id"),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_cohort_supervisor_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_cohort_supervisor"),
        sa.UniqueConstraint(
            "cohort_id", "category", "from_day", name="uq_cohort_supervisor_cohort_id_category_from_day"
        ),
    )
    op.create_index("ix_cohort_supervisor_supervisor_id", "cohort_supervisor", ["supervisor_id"])


def downgrade() -> None:
    for name in ("cohort_supervisor", "supervision_ask", "supervision_item", "supervision_member", "supervision_session"):
        op.drop_table(name)
