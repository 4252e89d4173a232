"""Answers of every kind: what part of the full marks each earned, and until when an attempt runs."""

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
