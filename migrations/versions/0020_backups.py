"""When backups and drills last succeeded, and who stays forgotten after a restore."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "backup_run",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("file", sa.String(length=80), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("rows", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("kind IN ('backup', 'drill')", name=op.f("ck_backup_run_known_kind")),
        sa.PrimaryKeyConstraint("id", name="pk_backup_run"),
        sa.UniqueConstraint("kind", "due_on", name="uq_backup_run_kind_due_on"),
    )
    op.create_index("ix_backup_run_kind_ended_at", "backup_run", ["kind", "ended_at"])
    op.create_table(
        "erased_person",
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("account_made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "account_made_at", name="pk_erased_person"),
    )


def downgrade() -> None:
    op.drop_table("erased_person")
    op.drop_table("backup_run")
