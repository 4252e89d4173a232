"""Questionnaires at enrolment."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "baseline_link",
        sa.Column("enrolment_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name="fk_baseline_link_enrolment_id"),
        sa.PrimaryKeyConstraint("enrolment_id", name="pk_baseline_link"),
    )
    op.create_table(
        "baseline_answer",
        sa.Column("study_id", sa.String(length=32), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("instrument", sa.String(length=40), nullable=False),
        sa.Column("instrument_version", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["cohort_id"], ["cohort.id"], name="fk_baseline_answer_cohort_id"),
        sa.PrimaryKeyConstraint("study_id", name="pk_baseline_answer"),
        # No number of a row: it would tell in which order people answered.
        sqlite_with_rowid=False,
    )
    op.create_index("ix_baseline_answer_cohort_id", "baseline_answer", ["cohort_id"])


def downgrade() -> None:
    op.drop_table("baseline_answer")
    op.drop_table("baseline_link")
