"""Archives that somebody has tampered with."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path

from app.backups import archive, manifest

OTHER_KEYS = {"m1": bytes(range(32))}


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as file:
        return {name: file.read(name) for name in file.namelist()}


def write(path: Path, found: Mapping[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in found.items():
            file.writestr(name, text)
    return path


def rewritten(path: Path, keys: Mapping[str, bytes] | None, *, spoil: bool = False, **values: object) -> Path:
    """The same with other words in its manifest; sealed anew with `keys`, or with the old seal."""
    found = parts(path)
    words = json.loads(found[archive.MANIFEST])
    words.update(values)
    if spoil:
        last = list(words["tables"])[-1]
        words["tables"][last]["digest"] = "0" * 64
    return _put(path, found, words, keys)


def with_another_row(path: Path, table: str, before: bytes, after: bytes, keys: Mapping[str, bytes] | None) -> Path:
    """A row is changed, and the manifest with it."""
    found = parts(path)
    name = archive.member(table)
    assert before in found[name]
    found[name] = found[name].replace(before, after, 1)
    words = json.loads(found[archive.MANIFEST])
    words["tables"][table]["digest"] = hashlib.sha256(found[name]).hexdigest()
    return _put(path, found, words, keys)


def _put(path: Path, found: dict[str, bytes], words: object, keys: Mapping[str, bytes] | None) -> Path:
    found[archive.MANIFEST] = json.dumps(words).encode()
    if keys is not None:
        found[archive.SEAL] = manifest.seal(found[archive.MANIFEST], keys)
    return write(path.with_name(f"changed-{path.name}"), found)
