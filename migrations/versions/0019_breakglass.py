"""Who opened what is not theirs to read, and why."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "break_glass",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("until > opened_at", name=op.f("ck_break_glass_right_way_round")),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name="fk_break_glass_actor_id"),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name="fk_break_glass_enrolment_id"),
        sa.PrimaryKeyConstraint("id", name="pk_break_glass"),
    )
    op.create_index("ix_break_glass_enrolment_id", "break_glass", ["enrolment_id"])
    op.create_index("ix_break_glass_actor_id_until", "break_glass", ["actor_id", "until"])


def downgrade() -> None:
    op.drop_table("break_glass")
