"""Answers of every kind: what part of the full marks each earned, and until when an attempt runs.

Going back knows only right and wrong, so it is refused while answers hold a part of their marks or wait for them;
`flask db downgrade -x lose-scores=yes` says that this is meant.
"""

import sqlalchemy as sa
from alembic import context, op

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
    refuse_to_lose_scores()
    op.execute(sa.text("UPDATE quiz_answer SET is_right = (1 = 0) WHERE is_right IS NULL"))
    with op.batch_alter_table("quiz_answer") as answer:
        answer.alter_column("is_right", existing_type=sa.Boolean(), nullable=False)
        answer.drop_column("score")
    with op.batch_alter_table("quiz_attempt") as attempt:
        attempt.drop_column("due_at")


def refuse_to_lose_scores() -> None:
    if context.get_x_argument(as_dictionary=True).get("lose-scores") == "yes":
        return
    partial = sa.text(f"SELECT 1 FROM quiz_answer WHERE score IS NULL OR score NOT IN (0, {FULL}) LIMIT 1")
    if op.get_bind().execute(partial).first():
        raise RuntimeError("quiz_answer holds partial scores: make a backup; -x lose-scores=yes rounds them away")
