"""What mentors note for themselves of exercises that they shared."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sharing_note",
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("exercise_id", sa.String(length=80), nullable=False),
        sa.Column("shared_on", sa.Date(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name="fk_sharing_note_enrolment_id"),
        sa.PrimaryKeyConstraint("enrolment_id", "exercise_id", "shared_on", "code", name="pk_sharing_note"),
    )


def downgrade() -> None:
    op.drop_table("sharing_note")
