"""What an archive says of itself, sealed with a master key that is kept elsewhere."""

from __future__ import annotations

import hashlib
import hmac
import json
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import lru_cache

from app.backups.errors import BackupError
from app.backups.tables import Measure
from app.config import ROOT

FORMAT = 1
PURPOSE, RECOGNITION = b"kelim backup manifest", b"kelim backup key"


@dataclass(frozen=True, slots=True)
class Table:
    columns: list[str]
    rows: int
    digest: str
    next: dict[str, int]

    @property
    def measure(self) -> Measure:
        return Measure(self.rows, self.digest)


@dataclass(frozen=True, slots=True)
class Manifest:
    """`made_at` is the moment of the snapshot in ISO form, `migration` what its tables look like."""

    format: int
    kelim: str
    made_at: str
    database: str
    migration: str
    tables: dict[str, Table]

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables.values())

    @property
    def moment(self) -> datetime:
        return datetime.fromisoformat(self.made_at)

    def dump(self) -> bytes:
        return json.dumps(asdict(self), indent=1, sort_keys=True).encode()


def load(text: bytes) -> Manifest:
    """Raises BackupError for what this version of Kelim cannot read."""
    try:
        found = json.loads(text)
        if found["format"] != FORMAT:
            raise BackupError("format", f"The archive has format {found['format']}; this Kelim reads {FORMAT}.")
        tables = {name: Table(**table) for name, table in found.pop("tables").items()}
        return Manifest(tables=tables, **found)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise BackupError("damaged", "The archive's manifest cannot be read.") from error


@lru_cache(maxsize=1)
def version_of_kelim() -> str:
    version: str = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    return version


def seal(manifest: bytes, keys: Mapping[str, bytes]) -> bytes:
    """Proves later that the archive is as it was made: by the newest master key, which no archive holds."""
    name = list(keys)[-1]
    sealed = {"key": name, "mark": mark_of(keys[name]), "hmac": _hmac(keys[name], PURPOSE, manifest)}
    return json.dumps(sealed).encode()


def mark_of(master: bytes) -> str:
    """Tells keys of one name apart and says nothing about them."""
    return _hmac(master, RECOGNITION, b"")[:16]


def check_seal(manifest: bytes, sealed: bytes, keys: Mapping[str, bytes]) -> str:
    """The key's id if these settings do not hold it, else nothing. Raises BackupError for a seal that is broken."""
    try:
        found = json.loads(sealed)
        name, mark, given = str(found["key"]), str(found["mark"]), str(found["hmac"])
    except (ValueError, TypeError, KeyError) as error:
        raise BackupError("damaged", "The archive's seal cannot be read.") from error
    if name not in keys or mark_of(keys[name]) != mark:
        return name
    if not hmac.compare_digest(given, _hmac(keys[name], PURPOSE, manifest)):
        raise BackupError("seal", "The seal does not fit: somebody without the master key has changed this archive.")
    return ""


def _hmac(master: bytes, purpose: bytes, text: bytes) -> str:
    """By a key of its own for each purpose: a master wraps keys and does nothing else."""
    own = hmac.digest(master, purpose, "sha256")
    return hmac.new(own, text, hashlib.sha256).hexdigest()
