"""Who was forgotten stays forgotten: a list beside the archives, replayed after a restore.

Whoever erases calls `note` in the transaction of the erasure. A job then writes the list, on the machine that makes
the backups; `register` tells how somebody is erased once more in a database in which they have come back.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from app.backups import archive
from app.backups.errors import BackupError
from app.backups.models import ErasedPerson
from app.core.clock import now
from app.core.db import insert_unless_there, session, write_transaction
from app.jobs.service import enqueue

LIST = "erasures.jsonl"
WRITE_LIST = "backups.erasures"


@dataclass(frozen=True, slots=True, order=True)
class Erasure:
    """Two moments and a number: nothing by which a stranger would know anybody."""

    erased_at: datetime
    person_id: int
    account_made_at: datetime


Eraser = Callable[[Erasure], bool]
_eraser: list[Eraser] = []


def register(erase: Eraser) -> None:
    """`erase` forgets that person again in the current write transaction, as often as it is asked.

    It answers False, and does nothing, if nobody with that number has an account made at that moment.
    """
    _eraser[:] = [erase]


def note(person_id: int, account_made_at: datetime) -> None:
    """Puts somebody who is being erased on the list, in the current write transaction."""
    values = {"person_id": person_id, "account_made_at": account_made_at, "erased_at": now()}
    insert_unless_there(ErasedPerson, values)
    enqueue(WRITE_LIST, {})


def noted() -> set[Erasure]:
    rows = session().execute(select(ErasedPerson.erased_at, ErasedPerson.person_id, ErasedPerson.account_made_at))
    return {Erasure(*row) for row in rows}


def write(folder: Path) -> None:
    """Brings the list up to date; what stands in it stays, whatever the database has forgotten meanwhile."""
    file = folder / LIST
    known = read(file) if file.exists() else set()
    draft = folder / f".{os.getpid()}-{LIST}.part"
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
        out.writelines(f"{line}\n" for line in map(_line, sorted(known | noted())))
        out.flush()
        os.fsync(out.fileno())
    draft.rename(file)
    archive.sync(folder)


def read(file: Path) -> set[Erasure]:
    """Raises BackupError if there is no list, or one that cannot be read to its end."""
    try:
        return {_erasure(json.loads(line)) for line in file.read_text().splitlines()}
    except FileNotFoundError as error:
        raise BackupError("no-erasures", f"There is no {LIST} in {file.parent}.") from error
    except (ValueError, KeyError, TypeError) as error:
        raise BackupError("erasures", f"{file} cannot be read: somebody has written into it.") from error


def replay(wanted: Iterable[Erasure]) -> int:
    """Forgets everybody on the list again; how many had come back. All or none."""
    found = sorted(wanted)
    refuse_without_eraser(found)
    with write_transaction():
        for one in found:
            insert_unless_there(
                ErasedPerson,
                {"person_id": one.person_id, "account_made_at": one.account_made_at, "erased_at": one.erased_at},
            )
        return sum(1 for one in found for erase in _eraser if erase(one))


def refuse_without_eraser(wanted: Collection[Erasure]) -> None:
    if wanted and not _eraser:
        raise BackupError("no-eraser", "This Kelim has nothing that erases people: the list cannot be replayed.")


def _line(one: Erasure) -> str:
    moments = {"account_made_at": one.account_made_at.isoformat(), "erased_at": one.erased_at.isoformat()}
    return json.dumps({"person": one.person_id, **moments})


def _erasure(found: dict[str, object]) -> Erasure:
    made, erased = (datetime.fromisoformat(str(found[name])) for name in ("account_made_at", "erased_at"))
    if made.tzinfo is None or erased.tzinfo is None:
        raise ValueError("a moment without time zone")
    return Erasure(erased, int(str(found["person"])), made)
