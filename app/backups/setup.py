"""Joins backups to the application: its database, its settings, and what other rooms prove after a restore."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from flask import Flask, current_app
from sqlalchemy import Engine

from app.backups import erasures, places, queries, runs, service
from app.backups.erasures import Erasure
from app.backups.errors import BackupError, told
from app.backups.manifest import Manifest
from app.backups.models import BACKUP, DRILL, BackupRun
from app.backups.queries import State
from app.backups.rules import Rhythm
from app.backups.service import Made
from app.config import Settings, read_master_keys
from app.core.db import session
from app.jobs.models import Payload
from app.jobs.runner import TryLater
from app.operations import readiness
from app.web.database import db

EXTENSION = "kelim_backups"
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
Proof = Callable[[], Iterable[object]]


@dataclass(frozen=True, slots=True)
class Backups:
    """`is_wanted`: whether the schedule runs; `is_needed`: whether it is a fault if nothing is backed up."""

    folder: Path
    keys: Mapping[str, bytes]
    kept: timedelta
    rhythm: Rhythm
    drill_url: str
    is_wanted: bool
    is_needed: bool
    proofs: Mapping[str, Proof]

    def create(self) -> Made:
        """The list of erasures first: an archive never lies there without it."""
        service.refuse_unprepared(engine(), self.folder)
        self.keep_list()
        return service.create(engine(), self.folder, self.keys, self.kept)

    def keep_list(self) -> None:
        with told(self.folder), service.only_one(self.folder):
            erasures.write(self.folder)

    def drill(self) -> Made:
        """A fresh archive, which stays as a backup, goes into a scratch place and is compared there."""
        made = self.create()
        service.try_out(made.path, engine(), self.folder, self.keys, self.drill_url)
        return made

    def verify(self, path: Path | None = None) -> tuple[Path, service.Checked]:
        found = path or service.newest(self.folder)
        return found, service.verify(found, self.keys)

    def restore(self, path: Path, *, without_keys: bool = False) -> Manifest:
        return service.restore(path, engine(), self.keys, without_keys=without_keys)

    def forget_again(self, gone: set[Erasure]) -> int:
        """Who was erased since. A place in which they would come back is emptied instead."""
        try:
            return erasures.replay(gone | erasures.noted())
        except BaseException:
            session().rollback()
            places.clear(engine())
            raise


def engine() -> Engine:
    return db.engine


def init_app(app: Flask, settings: Settings, proofs: Mapping[str, Proof]) -> None:
    app.extensions[EXTENSION] = Backups(
        folder=settings.backup_folder,
        keys=read_master_keys(settings.master_keys.get_secret_value()),
        kept=timedelta(days=settings.backup_days),
        rhythm=Rhythm(settings.backup_hour, DAYS.index(settings.drill_day), settings.time_zone),
        drill_url=settings.drill_database_url.get_secret_value().replace("postgresql://", "postgresql+psycopg://", 1),
        is_wanted=bool(settings.backup_dir),
        is_needed=bool(settings.backup_dir) or settings.is_production,
        proofs=proofs,
    )
    readiness.add_detail(app, "backups", details)


def backups() -> Backups:
    found: Backups = current_app.extensions[EXTENSION]
    return found


@dataclass(frozen=True, slots=True)
class Standing:
    """When things last succeeded; it is late only where somebody should have seen to it."""

    backup: State
    drill: State
    is_wanted: bool
    is_late: bool
    time_zone: str


def standing() -> Standing:
    found, states = backups(), queries.states()
    is_late = found.is_needed and any(state.is_late for state in states.values())
    return Standing(states[BACKUP], states[DRILL], found.is_wanted, is_late, found.rhythm.time_zone)


def _told(run: BackupRun | None) -> str | None:
    return run.ended_at.isoformat(timespec="seconds") if run and run.ended_at else None


def details() -> dict[str, object]:
    """For machines that watch."""
    found = standing()
    return {
        state.kind: {"succeeded_at": _told(state.success), "is_late": state.is_late}
        for state in (found.backup, found.drill)
    }


def ask_for_due() -> None:
    """The consumer looks often; nothing is asked for without a folder that somebody has chosen."""
    if backups().is_wanted:
        runs.ask_for_due(backups().rhythm)


def run(payload: Payload) -> None:
    """The job of a backup or a drill."""
    found = backups()
    runs.by_job(payload, lambda kind: found.drill() if kind == DRILL else found.create())


def write_erasures(_payload: Payload) -> None:
    """The job that brings the list beside the archives up to date."""
    try:
        backups().keep_list()
    except BackupError as error:
        raise TryLater(error.code) from error
