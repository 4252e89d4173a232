"""Publishing, and moving the pointer. Callers open the write transaction; nothing here commits."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from app.catalogue.checks import checked
from app.catalogue.files import read_tree
from app.catalogue.findings import Finding
from app.core import clock
from app.core.db import session
from app.releases import compile as compiled
from app.releases import queries
from app.releases.models import ContentActivation, ContentBlob, ContentPointer, ContentRelease

_CHUNK = 400


class CheckFailed(Exception):
    """The content has errors; `findings` says where. Nothing was changed."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__(f"{len(findings)} errors in the content")
        self.findings = findings


@dataclass(frozen=True, slots=True)
class Outcome:
    """`is_new` is false when the files are those of the active release already."""

    release_id: int
    is_new: bool


@dataclass(frozen=True, slots=True)
class Draft:
    """Checked and rendered files, ready to be stored. `compiled` is empty when the active release has them already."""

    files: Mapping[str, bytes]
    compiled: bytes = b""


def prepare(files: Mapping[str, bytes]) -> Draft:
    """The slow part of publishing, which changes nothing and needs no transaction. Raises CheckFailed.

    Nothing is parsed when the files are the active release's.
    """
    if _active_holding(files) is not None:
        return Draft(files)
    reading = checked(files)
    if reading.report.errors:
        raise CheckFailed(reading.report.errors)
    rendered = compiled.compile_catalogue(reading.catalogue, compiled.media_addresses(files))
    return Draft(files, compiled.dump(rendered))


def publish(actor_name: str, root: Path, message: str, *, actor_id: int | None = None) -> Outcome:
    """Publishes the content of a folder and makes it active. Raises CheckFailed, NotContent."""
    return publish_draft(actor_name, prepare(read_tree(root)), message, actor_id=actor_id)


def publish_draft(actor_name: str, draft: Draft, message: str, *, actor_id: int | None = None) -> Outcome:
    """Stores what `prepare` made and makes it active; a no-op when the active release holds these very files."""
    queries.hold_pointer()
    active = _active_holding(draft.files)
    if active is not None:
        return Outcome(active.id, is_new=False)
    rendered = draft.compiled or prepare(draft.files).compiled
    release = ContentRelease(
        manifest_hash=_store([_manifest_bytes(manifest_of(draft.files))])[0],
        compiled_hash=_store([rendered])[0],
        author_id=actor_id,
        author_name=actor_name,
        message=message,
        created_at=clock.now(),
    )
    _store(list(draft.files.values()))
    session().add(release)
    session().flush()
    activate(release.id, actor_name=actor_name, actor_id=actor_id)
    return Outcome(release.id, is_new=True)


def activate(release_id: int, *, actor_name: str = "", actor_id: int | None = None) -> ContentRelease:
    """Makes a release the one that is read, after proving that it can be. Raises NotFound, BrokenRelease."""
    queries.hold_pointer()
    release = queries.get_release(release_id)
    queries.load(release_id)
    pointer = session().get(ContentPointer, 1, populate_existing=True)
    previous, now = (pointer.release_id if pointer else None), clock.now()
    if previous == release_id:
        return release
    if pointer is None:
        session().add(ContentPointer(id=1, release_id=release_id, activated_at=now, by_id=actor_id))
    else:
        pointer.release_id, pointer.activated_at, pointer.by_id = release_id, now, actor_id
    session().add(
        ContentActivation(
            release_id=release_id, previous_id=previous, activated_at=now, by_id=actor_id, by_name=actor_name
        )
    )
    session().flush()
    return release


def manifest_of(files: Mapping[str, bytes]) -> dict[str, str]:
    """Path → SHA-256, sorted by path."""
    return {path: digest_of(data) for path, data in sorted(files.items())}


def digest_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _manifest_bytes(manifest: Mapping[str, str]) -> bytes:
    return json.dumps(dict(sorted(manifest.items())), ensure_ascii=False, indent=0).encode()


def _active_holding(files: Mapping[str, bytes]) -> ContentRelease | None:
    """The active release, if it is made of exactly these files, by a Kelim that compiles as this one does."""
    release_id = queries.find_active_release_id()
    release = queries.get_release(release_id) if release_id is not None else None
    same = release is not None and release.manifest_hash == digest_of(_manifest_bytes(manifest_of(files)))
    return release if release is not None and same and queries.is_current(release) else None


def _store(pieces: list[bytes]) -> list[str]:
    """Adds the blobs that are not there yet; returns the hash of each."""
    by_hash = {digest_of(data): data for data in pieces}
    wanted = list(by_hash)
    known: set[str] = set()
    for start in range(0, len(wanted), _CHUNK):
        chunk = wanted[start : start + _CHUNK]
        known |= set(session().scalars(select(ContentBlob.hash).where(ContentBlob.hash.in_(chunk))))
    session().add_all(ContentBlob(hash=digest, data=by_hash[digest]) for digest in wanted if digest not in known)
    session().flush()
    return [digest_of(data) for data in pieces]
