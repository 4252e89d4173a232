"""Extra attempts, waits and time for one learner; attempts whose time runs are found quickly."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "quiz_override",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("lesson_id", sa.String(length=80), nullable=False),
        sa.Column("quiz_id", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name="fk_quiz_override_enrolment_id"),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_quiz_override_by_id"),
        sa.PrimaryKeyConstraint("id", name="pk_quiz_override"),
    )
    op.create_index("ix_quiz_override_enrolment_id_quiz_id", "quiz_override", ["enrolment_id", "quiz_id"])
    op.create_table(
        "quiz_extra_time",
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name="fk_quiz_extra_time_enrolment_id"),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_quiz_extra_time_by_id"),
        sa.PrimaryKeyConstraint("enrolment_id", name="pk_quiz_extra_time"),
    )
    running = sa.text("finished_at IS NULL AND due_at IS NOT NULL")
    op.create_index(
        "ix_quiz_attempt_running", "quiz_attempt", ["due_at"], sqlite_where=running, postgresql_where=running
    )


def downgrade() -> None:
    op.drop_index("ix_quiz_attempt_running", "quiz_attempt")
    op.drop_table("quiz_extra_time")
    op.drop_table("quiz_override")
