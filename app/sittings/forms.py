"""What a page of a sitting sends, read against the exercise: what it does not know is left out."""

from __future__ import annotations

from collections.abc import Iterable

from werkzeug.datastructures import MultiDict

from app.catalogue.page_types import Segment
from app.sittings.rules import RATINGS, Given
from app.web.forms import UNWRITABLE, read_version

GOINGS = ("next", "back", "stop", "person", "end", "finish", "whole", "steps")


def read_given(form: MultiDict[str, str], segments: Iterable[Segment]) -> Given:
    texts: dict[str, tuple[str, int]] = {}
    dropped: dict[str, frozenset[str]] = {}
    ratings: dict[str, int] = {}
    picks: dict[str, tuple[str, ...]] = {}
    shown = frozenset(form.getlist("has"))
    for segment in segments:
        name = segment.id
        if segment.kind == "reflect" and f"text-{name}" in form:
            texts[name] = (_plain(form[f"text-{name}"]), read_version(form.get(f"n-{name}")))
            dropped[name] = frozenset(form.getlist(f"drop-{name}"))
        elif segment.kind == "rate" and (value := form.get(f"rate-{name}", "")) in SAID:
            ratings[name] = SAID[value]
        elif segment.kind in ("checklist", "cards") and name in shown:
            sent = frozenset(form.getlist(f"pick-{name}"))
            picks[name] = tuple(item.id for item in segment.items if item.id in sent)
    return Given(texts, dropped, ratings, picks)


SAID = {str(value): value for value in RATINGS}


def _plain(text: str) -> str:
    return UNWRITABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def read_going(form: MultiDict[str, str]) -> str:
    going = form.get("go", "")
    return going if going in GOINGS else ""
