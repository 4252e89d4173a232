"""Answers of every kind: what part of the full marks each earned, and until when an attempt runs."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

FULL = 1000


def upgrade() -> None:
    with op.batch_alter_table("quiz_attempt") as attempt:
        attempt.add_column(sa.Column("due_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("quiz_answer") as answer:
        answer.add_column(sa.Column("score", sa.Integer(), nullable=True))
        answer.alter_column("is_right", existing_type=sa.Boolean(), nullable=True)
    op.execute(sa.text(f"UPDATE quiz_answer SET score = CASE WHEN is_right THEN {FULL} ELSE 0 END"))


def downgrade() -> None:
    op.execute(sa.text("UPDATE quiz_answer SET is_right = (1 = 0) WHERE is_right IS NULL"))
    with op.batch_alter_table("quiz_answer") as answer:
        answer.alter_column("is_right", existing_type=sa.Boolean(), nullable=False)
        answer.drop_column("score")
    with op.batch_alter_table("quiz_attempt") as attempt:
        attempt.drop_column("due_at")
