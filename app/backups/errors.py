"""What can go wrong with a backup: a code that is kept, and a sentence for whoever stands at the console."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from sqlalchemy.exc import DBAPIError

FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


class BackupError(Exception):
    """`code` is kept with the run; the text may name files and tables, never what stands in them."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code


@contextmanager
def told(folder: Path) -> Iterator[None]:
    """Says in words what a disk or a database refuses."""
    try:
        yield
    except (OSError, sqlite3.Error, psycopg.Error) as error:
        raise _told(error, folder) from error
    except DBAPIError as error:
        raise _told(error.orig or error, folder) from error


def _told(error: BaseException, folder: Path) -> BackupError:
    if getattr(error, "errno", None) in FULL or getattr(error, "sqlite_errorname", "") == "SQLITE_FULL":
        return BackupError("no-space", f"There is no room left in {folder}. Earlier backups are untouched.")
    if isinstance(error, OSError):
        reason = error.strerror or type(error).__name__
        return BackupError("no-folder", f"{folder} cannot be written or read: {reason}.")
    return BackupError("database", f"The database did not answer as it should: {type(error).__name__}.")
