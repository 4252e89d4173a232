"""Pictures, sound and handouts of lessons, by the hash of their bytes: an old page still finds its own."""

from __future__ import annotations

import json
from functools import lru_cache
from io import BytesIO

from flask import send_file
from flask.typing import ResponseReturnValue

from app.accounts.actor import Actor
from app.core.errors import NotFound
from app.core.words import N_
from app.progress.queries import list_learning
from app.releases import queries as releases

TYPES = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "mp4": "video/mp4",
    "vtt": "text/vtt",
    "pdf": "application/pdf",
}
YEAR = 365 * 24 * 3600


@lru_cache(maxsize=16)
def _media_of(manifest_hash: str) -> frozenset[str]:
    manifest: dict[str, str] = json.loads(releases.get_blob(manifest_hash))
    return frozenset(digest for path, digest in manifest.items() if "/media/" in path)


def show(actor: Actor, digest: str, suffix: str) -> ResponseReturnValue:
    """Only media of releases that this actor reads: the same store holds what trainers alone may see."""
    pinned = {learning.release_id for learning in list_learning(actor.id)}
    for release_id in {actor.release_id, *pinned} - {None}:
        release = releases.get_release(release_id or 0)
        if digest in _media_of(release.manifest_hash) and suffix in TYPES:
            body = BytesIO(releases.get_blob(digest))
            answer = send_file(body, mimetype=TYPES[suffix], etag=digest, max_age=YEAR, conditional=True)
            answer.headers["Cache-Control"] = f"private, max-age={YEAR}, immutable"
            return answer
    raise NotFound(N_("There is no such file."))
