"""Which files are content: everything under `curriculum/` and `modules/` but hidden files and editors' leavings."""

from __future__ import annotations

import os
from pathlib import Path

FOLDERS = ("curriculum", "modules")
MAX_FILE = 20 * 1024 * 1024
_LEAVINGS = ("~", ".swp", ".swo", ".bak", ".orig", ".rej", ".tmp")


class NotContent(Exception):
    """The folder is not one that holds content, or a file in it cannot be taken."""


def is_tracked(path: str) -> bool:
    """Whether a path relative to the root is content. Refuses whatever would lead out of the two folders."""
    parts = path.split("/")
    if len(parts) < 2 or parts[0] not in FOLDERS or "\\" in path or "\x00" in path:
        return False
    return all(part and not part.startswith((".", "#")) and not part.endswith(_LEAVINGS) for part in parts)


def read_tree(root: Path) -> dict[str, bytes]:
    """Path → bytes of every tracked file, sorted by path. Raises NotContent."""
    if not any((root / folder).is_dir() for folder in FOLDERS):
        raise NotContent(f"{root} holds neither curriculum/ nor modules/")
    found: dict[str, bytes] = {}
    for folder in FOLDERS:
        for place, folders, names in os.walk(root / folder):
            folders.sort()
            for name in sorted(names):
                file = Path(place) / name
                path = file.relative_to(root).as_posix()
                if is_tracked(path):
                    found[path] = _read(file, path)
    return dict(sorted(found.items()))


def _read(file: Path, path: str) -> bytes:
    if file.is_symlink() or not file.is_file():
        raise NotContent(f"{path} is not an ordinary file")
    if file.stat().st_size > MAX_FILE:
        raise NotContent(f"{path} is larger than {MAX_FILE // 1024 // 1024} MB")
    return file.read_bytes()
