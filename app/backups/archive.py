"""The file itself: a ZIP with a member for each table, then manifest and seal.

It is written under another name, brought to the disk and renamed: what has an archive's name is whole.
"""

from __future__ import annotations

import errno
import os
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from app.backups import manifest as manifests
from app.backups.errors import BackupError
from app.backups.manifest import Manifest
from app.backups.tables import BLOCK, Measure, measure

MANIFEST, SEAL = "manifest.json", "seal.json"
NAMES = "kelim-*.zip"
STAMP = "%Y%m%dT%H%M%SZ"
UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OverflowError,
)


def member(table: str) -> str:
    return f"tables/{table}.copy"


@contextmanager
def writing(folder: Path, made_at: datetime) -> Iterator[tuple[zipfile.ZipFile, list[Path]]]:
    """An archive to fill, and a list that holds its path once it is whole. Nothing is left behind by a failure."""
    draft = folder / f".{os.getpid()}-{made_at:{STAMP}}.part"
    done: list[Path] = []
    try:
        with os.fdopen(os.open(draft, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "w+b") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
                yield archive, done
            file.flush()
            os.fsync(file.fileno())
        done.append(_place(draft, folder, made_at))
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def _place(draft: Path, folder: Path, made_at: datetime) -> Path:
    """Gives the draft its name, never that of another archive: a clock may have been put back. One writes at a time."""
    for suffix in ("", *(f"-{number}" for number in range(2, 100))):
        final = folder / f"kelim-{made_at:{STAMP}}{suffix}.zip"
        if not final.exists():
            draft.rename(final)
            sync(folder)
            return final
    raise BackupError("names", f"{folder} holds too many archives of one second.")


def sync(folder: Path) -> None:
    """Brings the names in a folder to the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def listed(folder: Path) -> list[Path]:
    """Archives, the oldest first."""
    return sorted(folder.glob(NAMES), key=lambda path: path.stem)


class Archive:
    """One that is there. Everything raises BackupError if the file is cut off or damaged."""

    def __init__(self, path: Path) -> None:
        self.path = path
        if not path.is_file():
            raise BackupError("no-file", f"There is no file {path}.")
        with self._readable():
            self._zip = zipfile.ZipFile(path)
        try:
            self._manifest = self._whole(MANIFEST)
            self.manifest: Manifest = manifests.load(self._manifest)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        self._zip.close()

    def missing_key(self, keys: Mapping[str, bytes]) -> str:
        """Id of the master key that it was sealed with, if it is not at hand."""
        return manifests.check_seal(self._manifest, self._whole(SEAL), keys)

    def read(self, table: str, put: Callable[[bytes], object]) -> None:
        """Hands on chunks that end where a line ends, and compares rows and digest at the end."""
        self._compare(table, measure(self._chunks(table), put))

    def verify(self) -> None:
        """Reads everything."""
        wanted = {MANIFEST, SEAL, *map(member, self.manifest.tables)}
        if set(self._zip.namelist()) != wanted or len(self._zip.namelist()) != len(wanted):
            raise BackupError("damaged", "The archive does not hold the tables that its manifest names.")
        for table in self.manifest.tables:
            self.read(table, lambda _chunk: None)

    def _compare(self, table: str, found: Measure) -> None:
        if found != self.manifest.tables[table].measure:
            raise BackupError("damaged", f"The table {table} is not what the manifest says: rows or digest differ.")

    def _chunks(self, table: str) -> Iterator[bytes]:
        rest = b""
        with self._readable(), self._zip.open(member(table)) as source:
            while block := source.read(BLOCK):
                whole, end, begun = (rest + block).rpartition(b"\n")
                rest = begun
                if end:
                    yield whole + end
        if rest:
            raise BackupError("damaged", f"The table {table} ends in the middle of a line.")

    def _whole(self, name: str) -> bytes:
        with self._readable():
            return self._zip.read(name)

    @contextmanager
    def _readable(self) -> Iterator[None]:
        try:
            yield
        except KeyError as error:
            raise BackupError("damaged", f"{self.path.name} lacks a part that every archive has.") from error
        except UNREADABLE as error:
            raise self._damaged() from error
        except OSError as error:
            # A place outside of the file, named by a changed byte.
            if error.errno == errno.EINVAL:
                raise self._damaged() from error
            raise

    def _damaged(self) -> BackupError:
        return BackupError("damaged", f"{self.path.name} is cut off or damaged, or no archive at all.")
