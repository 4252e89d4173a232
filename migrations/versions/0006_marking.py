"""Marks of written answers, and the comments to choose from."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _task()
    _mark()
    _comment()


def downgrade() -> None:
    for table in ("marking_comment", "answer_mark", "marking_task"):
        op.drop_table(table)


def _task() -> None:
    op.create_table(
        "marking_task",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("lesson_id", sa.String(length=80), nullable=False),
        sa.Column("question_id", sa.String(length=80), nullable=False),
        sa.Column("try_number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("second_wanted", sa.Boolean(), nullable=False),
        sa.Column("handed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('waiting', 'second', 'third', 'returned', 'settled')", name=op.f("ck_marking_task_known_state")
        ),
        sa.ForeignKeyConstraint(["attempt_id"], ["quiz_attempt.id"], name="fk_marking_task_attempt_id"),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name="fk_marking_task_enrolment_id"),
        sa.PrimaryKeyConstraint("id", name="pk_marking_task"),
        sa.UniqueConstraint("attempt_id", "question_id", name="uq_marking_task_attempt_id_question_id"),
    )
    op.create_index("ix_marking_task_enrolment_id", "marking_task", ["enrolment_id"])
    op.create_index("ix_marking_task_state_handed_at", "marking_task", ["state", "handed_at"])


def _mark() -> None:
    op.create_table(
        "answer_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.String(length=80), nullable=False),
        sa.Column("try_number", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=10), nullable=False),
        sa.Column("marker_id", sa.Integer(), nullable=True),
        sa.Column("rubric_version", sa.String(length=64), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("levels", sa.JSON(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=True),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("is_right", sa.Boolean(), nullable=True),
        sa.Column("answer_text", sa.Text(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decision", sa.String(length=10), nullable=False),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("part IN ('first', 'second', 'agreed')", name=op.f("ck_answer_mark_known_part")),
        sa.CheckConstraint("decision IN ('marked', 'returned')", name=op.f("ck_answer_mark_known_decision")),
        sa.CheckConstraint(
            "(decision = 'marked') = (points IS NOT NULL)", name=op.f("ck_answer_mark_marked_with_points")
        ),
        sa.ForeignKeyConstraint(["attempt_id"], ["quiz_attempt.id"], name="fk_answer_mark_attempt_id"),
        sa.ForeignKeyConstraint(["marker_id"], ["person.id"], name="fk_answer_mark_marker_id"),
        sa.PrimaryKeyConstraint("id", name="pk_answer_mark"),
        sa.UniqueConstraint(
            "attempt_id",
            "question_id",
            "try_number",
            "part",
            name="uq_answer_mark_attempt_id_question_id_try_number_part",
        ),
    )
    op.create_index("ix_answer_mark_marker_id", "answer_mark", ["marker_id"])


def _comment() -> None:
    op.create_table(
        "marking_comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=True),
        sa.Column("question", sa.String(length=170), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name="fk_marking_comment_by_id"),
        sa.ForeignKeyConstraint(["institution_id"], ["institution.id"], name="fk_marking_comment_institution_id"),
        sa.PrimaryKeyConstraint("id", name="pk_marking_comment"),
    )
    op.create_index("ix_marking_comment_by_id", "marking_comment", ["by_id"])
    op.create_index("ix_marking_comment_institution_id", "marking_comment", ["institution_id"])
