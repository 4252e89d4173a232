"""Drawing a paper."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path

import structlog
import typst

from app.core.clock import now
from app.core.errors import KelimError
from app.core.words import N_
from app.papers.letters import FONTS, legible

APP = Path(__file__).parent.parent
MOST = 2_000_000
"""Bytes of JSON: the longest lesson with a roll of a hundred takes a tenth of it."""

KEPT = 10
"""The engine forgets what its last ten drawings did not use: some 30 MB for each pack until then."""
_one = threading.Lock()
_QUOTED = re.compile(r'"[^"]*"')

log = structlog.get_logger("kelim.papers")


class Undrawable(KelimError):
    """A paper could not be drawn: a fault of ours, or far too much text."""


def draw(template: str, data: Mapping[str, object], *, language: str, title: str, at: datetime | None = None) -> bytes:
    """The PDF (PDF/UA-1) of `room/name`, which is `app/room/papers/name.typ`.

    The same data and moment give the same bytes. Raises Undrawable.
    """
    given = inputs(data, language, title)
    source = (APP / template.replace("/", "/papers/")).with_suffix(".typ")
    try:
        drawn, warnings = _compile(source, given, at or now())
    except RuntimeError as error:
        log.error("paper failed", template=template, language=language, reason=_without_texts(str(error)))
        raise Undrawable(N_("This paper could not be drawn. We have been told; please try again later.")) from None
    for warning in warnings:
        log.warning("paper warns", template=template, language=language, reason=_without_texts(str(warning)))
    return drawn


def _compile(source: Path, given: dict[str, str], at: datetime) -> tuple[bytes, list[typst.TypstWarning]]:
    """One at a time, and the engine's memory swept behind it: both keep a server's process small."""
    with _one:
        try:
            drawn, warnings = typst.compile_with_warnings(
                source,
                root=APP,
                font_paths=_fonts(),
                ignore_system_fonts=True,
                format="pdf",
                pdf_standards=["ua-1"],
                sys_inputs=given,
                timestamp=int(at.timestamp()),
            )
        finally:
            for _ in range(KEPT + 1):
                typst.compile(b"", font_paths=_fonts(), ignore_system_fonts=True, format="pdf")
    return bytes(drawn), warnings


def inputs(data: Mapping[str, object], language: str, title: str) -> dict[str, str]:
    """What a template reads as `sys.inputs`: JSON, never markup. Raises Undrawable."""
    found = json.dumps({"data": legible(data), "language": language, "title": legible(title)}, ensure_ascii=False)
    if len(found.encode()) > MOST:
        raise Undrawable(N_("This is too much for one paper. Print its parts one by one."))
    return {"paper": found}


def _without_texts(reason: str) -> str:
    """The engine quotes what it could not draw, and that may be somebody's name."""
    return _QUOTED.sub("[text]", reason)


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    """Only the house's own font: the same paper on every machine."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
