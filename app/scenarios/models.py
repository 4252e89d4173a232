"""Runs of scenarios, their steps, and requests for the private way."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base, Id
from app.enrolment.models import Enrolment


class Run(Base):
    """One way through a scenario, on the release on which it was begun.

    `ending` is the kind of ending and `ending_id` its scene; a run that was left for another one is finished without
    them. `skills` are the points at the end. A replay copies the steps before the choice that is tried again.
    """

    __tablename__ = "scenario_run"
    __table_args__ = (
        UniqueConstraint("enrolment_id", "scenario_id", "number"),
        Index(
            "uq_scenario_run_open",
            "enrolment_id",
            "scenario_id",
            unique=True,
            sqlite_where=text("finished_at IS NULL"),
            postgresql_where=text("finished_at IS NULL"),
        ),
    )

    id: Mapped[Id]
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    lesson_id: Mapped[str] = mapped_column(String(80))
    scenario_id: Mapped[str] = mapped_column(String(80))
    number: Mapped[int]
    release_id: Mapped[int]
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    ending_id: Mapped[str] = mapped_column(String(80), default="")
    ending: Mapped[str] = mapped_column(String(10), default="")
    skills: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    is_passed: Mapped[bool] = mapped_column(default=False)
    replay_of_id: Mapped[int | None] = mapped_column(ForeignKey("scenario_run.id"))


class Step(Base):
    """A choice made in a run; `number` counts from 1."""

    __tablename__ = "scenario_step"

    run_id: Mapped[int] = mapped_column(ForeignKey("scenario_run.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    scene_id: Mapped[str] = mapped_column(String(80))
    choice_id: Mapped[str] = mapped_column(String(80))
    chosen_at: Mapped[datetime]


class Alternative(Base):
    """A learner asked to go through the scenario with a person instead. No reason is asked for, and none is kept.

    `outcome` is empty until somebody has talked with the learner; then passed, or talk-again.
    """

    __tablename__ = "scenario_alternative"

    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), primary_key=True)
    lesson_id: Mapped[str] = mapped_column(String(80), primary_key=True)
    asked_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    outcome: Mapped[str] = mapped_column(String(10), default="")

    enrolment: Mapped[Enrolment] = relationship(Enrolment)
