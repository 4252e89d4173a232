"""Content as files in a folder: writing a release out, and telling two states apart."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from pathlib import Path

from app.catalogue.files import FOLDERS, NotContent, is_tracked, read_tree


def write_tree(files: Mapping[str, bytes], root: Path) -> int:
    """Writes every file byte for byte into a folder that holds no content yet. Raises NotContent."""
    for path in files:
        if not is_tracked(path):
            raise NotContent(f"the release holds a path that leads out of its folders: {path[:80]!r}")
    if any((root / folder).exists() for folder in FOLDERS) and read_tree(root):
        raise NotContent(f"{root} holds content already; name an empty folder")
    for path, data in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    return len(files)


def difference(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> Iterator[str]:
    """Lines of a unified diff from one state to the other; files that are not text are only named."""
    for path in sorted({*before, *after}):
        old, new = before.get(path), after.get(path)
        if old != new:
            yield from _file(path, old, new)


def _file(path: str, old: bytes | None, new: bytes | None) -> Iterator[str]:
    verb = "added" if old is None else "removed" if new is None else "changed"
    yield f"{verb}: {path}"
    try:
        texts = [(data or b"").decode("utf-8").split("\n") for data in (old, new)]
    except UnicodeDecodeError:
        return
    names = [f"a/{path}" if old is not None else "/dev/null", f"b/{path}" if new is not None else "/dev/null"]
    yield from difflib.unified_diff(texts[0], texts[1], names[0], names[1], lineterm="", n=2)
