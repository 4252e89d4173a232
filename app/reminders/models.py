"""Tables of reminders: what somebody wished, what was sent, the way to their calendar."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Id

WEEK, AHEAD = "week", "ahead"


class ReminderWish(Base):
    """What somebody said when they were asked; nobody is reminded without. `weekday` 0 is Monday, `minute` of the day.

    `next_at`: when to look what is due, null for never. `planned_at`: when that was decided, by the clock of then.
    """

    __tablename__ = "reminder_wish"
    __table_args__ = (
        CheckConstraint("weekday BETWEEN 0 AND 6", name="a_day_of_the_week"),
        CheckConstraint("minute BETWEEN 0 AND 1439", name="a_minute_of_the_day"),
        Index("ix_reminder_wish_next_at", "next_at"),
        Index("ix_reminder_wish_planned_at", "planned_at"),
    )

    id: Mapped[Id]
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), unique=True)
    is_on: Mapped[bool]
    weekday: Mapped[int]
    minute: Mapped[int]
    changed_at: Mapped[datetime]
    next_at: Mapped[datetime | None]
    planned_at: Mapped[datetime | None]


class Reminder(Base):
    """That there is a letter about the week that begins on a day: what makes a second one impossible.

    One letter may be about two weeks. `day`: on which it was written. `mail_id` carries no foreign key: letters are
    forgotten sooner.
    """

    __tablename__ = "reminder"
    __table_args__ = (
        UniqueConstraint("enrolment_id", "week", "kind"),
        CheckConstraint("kind IN ('week', 'ahead')", name="known_kind"),
    )

    id: Mapped[Id]
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    week: Mapped[date]
    kind: Mapped[str] = mapped_column(String(10))
    day: Mapped[date] = mapped_column(index=True)
    mail_id: Mapped[int] = mapped_column(index=True)

    @property
    def key(self) -> tuple[date, str]:
        return self.week, self.kind


class CalendarFeed(Base):
    """The address of somebody's calendar, by its hash. `uid` marks its entries and outlives a new address."""

    __tablename__ = "calendar_feed"

    id: Mapped[Id]
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), unique=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    uid: Mapped[str] = mapped_column(String(32))
    made_at: Mapped[datetime]
