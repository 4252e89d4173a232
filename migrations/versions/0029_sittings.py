"""Sittings: one time with one exercise, sealed with its person's key."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sitting",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("exercise_id", sa.String(length=80), nullable=True),
        sa.Column("form", sa.String(length=4), nullable=False),
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("begun_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("earned", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name="fk_sitting_enrolment_id"),
        sa.PrimaryKeyConstraint("id", name="pk_sitting"),
    )
    for name, where in (("uq_sitting_open", "ended_on IS NULL"), ("uq_sitting_earned", "earned > 0")):
        op.create_index(
            name,
            "sitting",
            ["enrolment_id", "exercise_id"],
            unique=True,
            sqlite_where=sa.text(where),
            postgresql_where=sa.text(where),
        )
    op.create_index("ix_sitting_enrolment_id", "sitting", ["enrolment_id"])


def downgrade() -> None:
    op.drop_table("sitting")
