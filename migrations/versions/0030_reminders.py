"""Reminders of the week's exercise, and the private calendar feed."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("outbox_mail", sa.Column("unsubscribe", sa.String(length=300), nullable=False, server_default=""))
    with op.batch_alter_table("outbox_mail") as table:
        table.alter_column("unsubscribe", server_default=None, existing_type=sa.String(length=300))
    _make_wishes()
    _make_reminders()
    _make_feeds()


def _make_wishes() -> None:
    op.create_table(
        "reminder_wish",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("minute", sa.Integer(), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("next_at", MOMENT, nullable=True),
        sa.Column("planned_at", MOMENT, nullable=True),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_reminder_wish_a_day_of_the_week")),
        sa.CheckConstraint("minute BETWEEN 0 AND 1439", name=op.f("ck_reminder_wish_a_minute_of_the_day")),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name=op.f("fk_reminder_wish_enrolment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder_wish")),
        sa.UniqueConstraint("enrolment_id", name=op.f("uq_reminder_wish_enrolment_id")),
    )
    op.create_index("ix_reminder_wish_next_at", "reminder_wish", ["next_at"])
    op.create_index("ix_reminder_wish_planned_at", "reminder_wish", ["planned_at"])


def _make_reminders() -> None:
    op.create_table(
        "reminder",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("mail_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('week', 'ahead')", name=op.f("ck_reminder_known_kind")),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name=op.f("fk_reminder_enrolment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder")),
        sa.UniqueConstraint("enrolment_id", "week", "kind", name=op.f("uq_reminder_enrolment_id_week_kind")),
    )
    op.create_index("ix_reminder_day", "reminder", ["day"])
    op.create_index("ix_reminder_mail_id", "reminder", ["mail_id"])


def _make_feeds() -> None:
    op.create_table(
        "calendar_feed",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["enrolment_id"], ["enrolment.id"], name=op.f("fk_calendar_feed_enrolment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_feed")),
        sa.UniqueConstraint("enrolment_id", name=op.f("uq_calendar_feed_enrolment_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_calendar_feed_token_hash")),
    )


def downgrade() -> None:
    for table in ("calendar_feed", "reminder", "reminder_wish"):
        op.drop_table(table)
    op.drop_column("outbox_mail", "unsubscribe")
