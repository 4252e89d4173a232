"""The year of practice: what somebody has done, skipped, put off, chosen and used; pauses and alerts."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _own()
    _staff()


def _own() -> None:
    op.create_table(
        "practice_mark",
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("exercise_id", sa.String(length=80), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("form", sa.String(length=10), nullable=False),
        sa.Column("marked_on", sa.Date(), nullable=False),
        sa.Column("is_asked", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name="fk_practice_mark_enrolment_id"),
        sa.PrimaryKeyConstraint("enrolment_id", "exercise_id", name="pk_practice_mark"),
    )
    op.create_table(
        "practice_swap",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("first_id", sa.String(length=80), nullable=False),
        sa.Column("second_id", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name="fk_practice_swap_enrolment_id"),
        sa.PrimaryKeyConstraint("id", name="pk_practice_swap"),
    )
    op.create_index("ix_practice_swap_enrolment_id", "practice_swap", ["enrolment_id"])
    op.create_table(
        "practice_pause",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name="fk_practice_pause_enrolment_id"),
        sa.PrimaryKeyConstraint("id", name="pk_practice_pause"),
    )
    op.create_index("ix_practice_pause_enrolment_id", "practice_pause", ["enrolment_id"])
    op.create_table(
        "practice_day",
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name="fk_practice_day_enrolment_id"),
        sa.PrimaryKeyConstraint("enrolment_id", "day", "kind", name="pk_practice_day"),
    )
    op.create_table(
        "practice_tool",
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("exercise_id", sa.String(length=80), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name="fk_practice_tool_enrolment_id"),
        sa.PrimaryKeyConstraint("enrolment_id", "exercise_id", name="pk_practice_tool"),
    )


def _staff() -> None:
    op.create_table(
        "practice_cohort_pause",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_practice_cohort_pause_by_id"),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name="fk_practice_cohort_pause_cohort_id"),
        sa.PrimaryKeyConstraint("id", name="pk_practice_cohort_pause"),
    )
    op.create_index("ix_practice_cohort_pause_cohort_id", "practice_cohort_pause", ["cohort_id"])
    op.create_table(
        "practice_alert",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=True),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_practice_alert_by_id"),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name="fk_practice_alert_cohort_id"),
        sa.ForeignKeyConstraint(["ended_by_id"], ["person.id"], name="fk_practice_alert_ended_by_id"),
        sa.ForeignKeyConstraint(["institution_id"], ["institution.id"], name="fk_practice_alert_institution_id"),
        sa.PrimaryKeyConstraint("id", name="pk_practice_alert"),
    )
    op.create_index("ix_practice_alert_institution_id_ended_at", "practice_alert", ["institution_id", "ended_at"])


def downgrade() -> None:
    for table in (
        "practice_alert",
        "practice_cohort_pause",
        "practice_tool",
        "practice_day",
        "practice_pause",
        "practice_swap",
        "practice_mark",
    ):
        op.drop_table(table)
