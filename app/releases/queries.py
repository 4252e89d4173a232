"""What is published, read from the database once and then kept by this process."""

from __future__ import annotations

import hashlib
import json
import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, select, text

from app.catalogue.files import is_tracked
from app.catalogue.types import Catalogue
from app.core.db import is_writing, session
from app.core.errors import KelimError, NotFound
from app.core.words import N_
from app.releases import compile as compiled
from app.releases.models import ContentActivation, ContentBlob, ContentPointer, ContentRelease

_KEPT = 4
# By database as well: one process may serve several in its life (tests, a restored copy), each with a release 1.
_cache: WeakKeyDictionary[Engine | Connection, OrderedDict[int, Published]] = WeakKeyDictionary()
_lock = threading.Lock()


@dataclass(frozen=True, slots=True, eq=False)
class Published:
    """A release as this process holds it; equal only to itself, so that caches can be keyed by it."""

    release_id: int
    catalogue: Catalogue


class BrokenRelease(KelimError):
    """A release's blob is missing, or no longer what its hash says."""


def find_active_release_id() -> int | None:
    """None until something has been published."""
    return session().scalars(select(ContentPointer.release_id)).one_or_none()


def hold_pointer() -> None:
    """Two who publish at once go one after the other, also before anything is active; readers never wait."""
    if is_writing() and session().get_bind().dialect.name != "sqlite":
        session().execute(text("LOCK TABLE content_pointer IN EXCLUSIVE MODE"))


def active_release_id() -> int:
    """Raises NotFound until something has been published."""
    release_id = find_active_release_id()
    if release_id is None:
        raise NotFound(N_("Nothing has been published yet."))
    return release_id


def get_published() -> Published:
    """The active release. Raises NotFound until something has been published."""
    return published(active_release_id())


def published(release_id: int | None = None) -> Published:
    """A release with its texts as HTML; None means the active one. Raises NotFound, BrokenRelease."""
    if release_id is None:
        release_id = active_release_id()
    database = session().get_bind()
    with _lock:
        kept = _cache.setdefault(database, OrderedDict())
        if found := kept.get(release_id):
            kept.move_to_end(release_id)
            return found
    fresh = load(release_id)
    with _lock:
        kept[release_id] = fresh
        while len(kept) > _KEPT:
            kept.popitem(last=False)
    return fresh


def forget() -> None:
    """Empties the cache of this process."""
    with _lock:
        _cache.clear()


def keep_only(database: Engine, kept: Mapping[int, Published]) -> None:
    """What this process holds of a database whose rows were put back to what they were."""
    with _lock:
        _cache[database] = OrderedDict(kept)


def load(release_id: int) -> Published:
    """The release straight from the database, which proves that it is whole. Raises NotFound, BrokenRelease."""
    release = get_release(release_id)
    try:
        catalogue = compiled.load(get_blob(release.compiled_hash))
    except compiled.OtherFormat:
        catalogue = compiled.compile_files(get_files(release))
    except compiled.BadCompilation as error:
        raise BrokenRelease(N_("Release %(id)s cannot be read: %(reason)s"), id=release_id, reason=error) from error
    return Published(release_id, catalogue)


def get_release(release_id: int) -> ContentRelease:
    release = session().get(ContentRelease, release_id)
    if release is None:
        raise NotFound(N_("There is no release %(id)s."), id=release_id)
    return release


def is_current(release: ContentRelease) -> bool:
    """Whether this version of Kelim would store the release as it is stored."""
    try:
        compiled.load(get_blob(release.compiled_hash))
    except (compiled.BadCompilation, BrokenRelease):
        return False
    return True


def list_releases() -> Sequence[ContentRelease]:
    """Newest first."""
    return session().scalars(select(ContentRelease).order_by(ContentRelease.id.desc())).all()


def list_activations() -> Sequence[ContentActivation]:
    """Newest first."""
    return session().scalars(select(ContentActivation).order_by(ContentActivation.id.desc())).all()


def get_blob(digest: str) -> bytes:
    """Bytes by their SHA-256. Raises BrokenRelease when they are missing or damaged."""
    data = session().scalars(select(ContentBlob.data).where(ContentBlob.hash == digest)).one_or_none()
    if data is None:
        raise BrokenRelease(N_("The blob %(hash)s is missing from the database."), hash=digest)
    if hashlib.sha256(data).hexdigest() != digest:
        raise BrokenRelease(N_("The blob %(hash)s is damaged."), hash=digest)
    return data


def get_manifest(release: ContentRelease) -> dict[str, str]:
    """Path → hash of every file of the release."""
    try:
        manifest = json.loads(get_blob(release.manifest_hash))
    except ValueError:
        manifest = None
    if not isinstance(manifest, dict) or not all(is_tracked(path) for path in manifest):
        raise BrokenRelease(N_("The manifest of release %(id)s is damaged."), id=release.id)
    return {path: str(digest) for path, digest in manifest.items()}


def get_files(release: ContentRelease) -> dict[str, bytes]:
    """Every file of the release, byte for byte."""
    return {path: get_blob(digest) for path, digest in get_manifest(release).items()}
