"""Content that comes as one ZIP file: read in memory, within limits, never unpacked to disk."""

from __future__ import annotations

import lzma
import zipfile
import zlib
from pathlib import Path

from app.catalogue.files import FOLDERS, MAX_FILE, NotContent, is_tracked

MAX_FILES = 20_000
MAX_TOTAL = 200 * 1024 * 1024
_LINK = 0o120000
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OSError,
    ValueError,
)


def read_archive(path: Path) -> dict[str, bytes]:
    """Path → bytes of every tracked file. One folder around everything is taken off. Raises NotContent."""
    try:
        with zipfile.ZipFile(path) as archive:
            return _read(archive)
    except _UNREADABLE as error:
        raise NotContent(f"{path.name} cannot be read as a ZIP file: {error}") from error


def _read(archive: zipfile.ZipFile) -> dict[str, bytes]:
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(entries) > MAX_FILES or sum(entry.file_size for entry in entries) > MAX_TOTAL:
        raise NotContent(f"more than {MAX_FILES:,} files or {MAX_TOTAL // 1024 // 1024} MB")
    prefix = _prefix([entry.filename for entry in entries])
    found: dict[str, bytes] = {}
    total = 0
    for entry in entries:
        path = _safe(entry)[len(prefix) :]
        if is_tracked(path):
            if path in found:
                raise NotContent(f"{path} stands in the archive twice")
            found[path] = _bytes(archive, entry)
            total += len(found[path])
            if total > MAX_TOTAL:
                raise NotContent(f"more than {MAX_TOTAL // 1024 // 1024} MB")
    if not found:
        raise NotContent("the archive holds neither curriculum/ nor modules/")
    return dict(sorted(found.items()))


def _prefix(names: list[str]) -> str:
    if any(name.split("/")[0] in FOLDERS for name in names):
        return ""
    tops = {name.split("/")[0] for name in names}
    return f"{tops.pop()}/" if len(tops) == 1 and all("/" in name for name in names) else ""


def _safe(entry: zipfile.ZipInfo) -> str:
    name = entry.filename
    if name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/"):
        raise NotContent(f"the archive holds a path that leads out of it: {name[:80]!r}")
    if (entry.external_attr >> 16) & 0o170000 == _LINK:
        raise NotContent(f"the archive holds a link: {name[:80]!r}")
    return name


def _bytes(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    with archive.open(entry) as stream:
        data = stream.read(MAX_FILE + 1)
    if len(data) > MAX_FILE:
        raise NotContent(f"{entry.filename} is larger than {MAX_FILE // 1024 // 1024} MB")
    return data
