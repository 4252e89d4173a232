"""Regrading after a faulty key, and questions that come back."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "quiz_regrade",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("lesson_id", sa.String(length=80), nullable=False),
        sa.Column("quiz_id", sa.String(length=80), nullable=False),
        sa.Column("question_id", sa.String(length=80), nullable=False),
        sa.Column("way", sa.String(length=10), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_quiz_regrade_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_quiz_regrade"),
    )
    op.create_index("ix_quiz_regrade_lesson_id", "quiz_regrade", ["lesson_id"])
    op.create_table(
        "quiz_regrade_change",
        sa.Column("regrade_id", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("score_before", sa.Integer(), nullable=True),
        sa.Column("score_after", sa.Integer(), nullable=True),
        sa.Column("percent_before", sa.Integer(), nullable=True),
        sa.Column("percent_after", sa.Integer(), nullable=True),
        sa.Column("passed_before", sa.Boolean(), nullable=True),
        sa.Column("passed_after", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["regrade_id"], ["quiz_regrade.id"], name="fk_quiz_regrade_change_regrade_id"),
        sa.ForeignKeyConstraint(["attempt_id"], ["quiz_attempt.id"], name="fk_quiz_regrade_change_attempt_id"),
        sa.PrimaryKeyConstraint("regrade_id", "attempt_id", name="pk_quiz_regrade_change"),
    )
    op.create_index("ix_quiz_regrade_change_attempt_id", "quiz_regrade_change", ["attempt_id"])
    op.create_table(
        "quiz_review",
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("quiz_id", sa.String(length=80), nullable=False),
        sa.Column("question_id", sa.String(length=80), nullable=False),
        sa.Column("lesson_id", sa.String(length=80), nullable=False),
        sa.Column("card", sa.JSON(), nullable=False),
        sa.Column("given", sa.JSON(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name="fk_quiz_review_enrolment_id"),
        sa.PrimaryKeyConstraint("enrolment_id", "quiz_id", "question_id", name="pk_quiz_review"),
    )
    op.create_index("ix_quiz_review_enrolment_id_due_at", "quiz_review", ["enrolment_id", "due_at"])


def downgrade() -> None:
    op.drop_table("quiz_review")
    op.drop_table("quiz_regrade_change")
    op.drop_table("quiz_regrade")
