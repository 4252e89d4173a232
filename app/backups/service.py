"""Making, checking and restoring archives. Each takes what it works on; nothing here knows the application."""

from __future__ import annotations

import fcntl
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Connection, Engine

from app.audit import verifying
from app.backups import archive, manifest, places, scratch, tables
from app.backups.archive import Archive
from app.backups.errors import BackupError, told
from app.backups.manifest import Manifest, Table
from app.backups.rules import superfluous
from app.backups.snapshots import snapshot
from app.core.clock import now


@dataclass(frozen=True, slots=True)
class Made:
    path: Path
    size: int
    rows: int


@dataclass(frozen=True, slots=True)
class Checked:
    """`missing_key` names the master key that the seal was made with, if these settings do not hold it."""

    manifest: Manifest
    missing_key: str


def refuse_unprepared(engine: Engine, folder: Path) -> None:
    with told(folder), engine.connect() as connection:
        places.find_migration(connection)


def create(engine: Engine, folder: Path, keys: Mapping[str, bytes], kept: timedelta) -> Made:
    """Writes a whole new archive, then removes those past their time. A BackupError leaves older ones as they were."""
    with told(folder), only_one(folder):
        made_at = now()
        with archive.writing(folder, made_at) as (file, done), snapshot(engine, folder) as connection:
            found = _write(file, connection, made_at.isoformat(timespec="seconds"))
            text = found.dump()
            file.writestr(archive.MANIFEST, text)
            file.writestr(archive.SEAL, manifest.seal(text, keys))
        for old in superfluous(archive.listed(folder), done[0], made_at - kept):
            old.unlink(missing_ok=True)
        return Made(done[0], done[0].stat().st_size, found.rows)


def _write(file: zipfile.ZipFile, connection: Connection, made_at: str) -> Manifest:
    migration = places.find_migration(connection)
    held = {shape.name: _write_table(file, connection, shape) for shape in tables.shapes(connection)}
    kind, version = connection.dialect.name, manifest.version_of_kelim()
    return Manifest(manifest.FORMAT, version, made_at, kind, migration, held)


def _write_table(file: zipfile.ZipFile, connection: Connection, shape: tables.Shape) -> Table:
    with file.open(archive.member(shape.name), "w", force_zip64=True) as out:
        found = tables.measure(tables.chunks(connection, shape), out.write)
    return Table(list(shape.columns), found.rows, found.digest, tables.next_ids(connection, shape))


def newest(folder: Path) -> Path:
    found = archive.listed(folder)
    if not found:
        raise BackupError("no-file", f"There is no backup in {folder} yet.")
    return found[-1]


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    with told(path):
        found = Archive(path)
        try:
            yield found
        finally:
            found.close()


def verify(path: Path, keys: Mapping[str, bytes]) -> Checked:
    """Reads all of it and compares. Raises BackupError."""
    with opened(path) as found:
        found.verify()
        return Checked(found.manifest, found.missing_key(keys))


def restore(path: Path, engine: Engine, keys: Mapping[str, bytes], *, without_keys: bool = False) -> Manifest:
    """Into an empty database, brought to this version's tables. Raises BackupError and leaves the place empty."""
    with opened(path) as found:
        missing = found.missing_key(keys)
        if missing and not without_keys:
            raise BackupError(
                "no-key",
                f"It was sealed with the master key {missing!r}, which KELIM_MASTER_KEYS does not hold: private "
                "writing would stay unreadable. Set the key, or say --without-keys.",
            )
        found.verify()
        places.fill(engine, found)
        return found.manifest


def try_out(path: Path, engine: Engine, folder: Path, keys: Mapping[str, bytes], url: str = "") -> Manifest:
    """Restores an archive into a scratch place, compares all tables, proves the trail, and takes the place away."""
    with told(folder), only_one(folder), scratch.place(engine, folder, url) as place:
        manifest = restore(path, place, keys)
        if faults := verifying.prove(place, keys, without_keys=True):
            raise BackupError("trail", f"The trail of who did what is not what was sealed. First broken: {faults[0]}.")
        return manifest


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Two backups or drills in one folder would spoil each other's files. Raises BackupError for the second."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BackupError("busy", "Another backup or drill is at work in this folder.") from error
        _sweep(folder)
        yield


def _sweep(folder: Path) -> None:
    """What killed runs have left."""
    for left in (*folder.glob(".*.part"), *folder.glob(".*-copy.sqlite3*")):
        left.unlink(missing_ok=True)
    for room in folder.glob(f"{scratch.ROOM}*"):
        scratch.remove(room)
