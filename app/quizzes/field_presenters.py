"""How a question is asked on a page: its inputs, and its stem with the gaps that stand inside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup, escape

from app.catalogue.kinds import Field
from app.catalogue.kinds.contract import Form, Offer
from app.catalogue.types import in_language
from app.core.words import direction_of
from app.quizzes.texts import inline
from app.web.trusted import rendered

CHOICES = ("one", "several")
_GAP = re.compile(r'<(?:"[^"]*"|[^">])*>|\{\{\s*gap\s*:\s*([a-z0-9-]+)\s*\}\}')
"""A tag, which is passed over whole, or the mark of a gap."""


@dataclass(frozen=True, slots=True)
class OfferShown:
    """`plain` is the text without markup, for the entry of a list; `language` is empty where it is the reader's."""

    id: str
    html_id: str
    text: Markup
    plain: str
    language: str
    direction: str
    is_given: bool


@dataclass(frozen=True, slots=True)
class FieldShown:
    """One input of a question. `id` is unique on the page, and of several inputs it is the first one's.

    `number` counts the gaps of the stem as they are read; 0 below the stem.
    """

    widget: str
    id: str
    name: str
    label: Markup
    offers: list[OfferShown]
    value: str
    unit: Markup
    gap: str
    longest: int
    least: int  # words
    most: int
    number: int = 0

    @property
    def is_empty(self) -> bool:
        return not any(offer.is_given for offer in self.offers) if self.offers else not self.value.strip()

    @property
    def said(self) -> Markup:
        """What was given, to be read."""
        chosen = Markup(", ").join(offer.text for offer in self.offers if offer.is_given)
        return chosen if self.offers else typed(self.value)

    @property
    def words(self) -> int:
        return len(self.value.split())


def typed(text: str) -> Markup:
    """Somebody's own words."""
    return Markup('<bdi dir="auto" class="typed">{}</bdi>').format(text)


def overlaid(fields: Sequence[Field], form: Form | None) -> Sequence[Field]:
    """The fields as a refused form held them, whether or not it could be read."""
    if form is None:
        return fields
    return [replace(field, value=tuple(form.get(field.name, ()))) for field in fields]


def fields(asked: Sequence[Field], language: str) -> list[FieldShown]:
    return [_field(field, f"answer-{number}", language) for number, field in enumerate(asked)]


def _field(field: Field, name: str, language: str) -> FieldShown:
    return FieldShown(
        widget=field.widget,
        id=name,
        name=field.name,
        label=inline(field.label, language),
        offers=[
            _offer(offer, f"{name}-{at}" if at and field.widget in CHOICES else name, field, language)
            for at, offer in enumerate(field.offers)
        ],
        value=field.value[0].replace("\x00", "") if field.value else "",
        unit=inline(field.unit, language),
        gap=field.gap,
        longest=field.longest,
        least=field.limits[0],
        most=field.limits[1],
    )


def _offer(offer: Offer, html_id: str, field: Field, language: str) -> OfferShown:
    used, text = in_language(offer.text, language)
    return OfferShown(
        id=offer.id,
        html_id=html_id,
        text=inline(offer.text, language),
        plain="" if field.widget in CHOICES else rendered(text).striptags(),
        language="" if used == language else used,
        direction=direction_of(used),
        is_given=offer.id in field.value,
    )


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of the stem, and the gap behind it."""

    html: Markup
    field: FieldShown | None = None


def stem(text: Markup, shown: Sequence[FieldShown]) -> list[Stretch]:
    """The stem cut at its gaps, each gap once; a gap that asks for nothing is left as a line."""
    gaps = {field.gap: field for field in shown if field.gap}
    return list(_stretches(text, gaps)) if gaps else [Stretch(text)]


def _stretches(text: Markup, gaps: Mapping[str, FieldShown]) -> Iterator[Stretch]:
    start, used = 0, dict[str, int]()
    for match in _GAP.finditer(text):
        if match[1] is None:
            continue
        before = text[start : match.start()]
        start = match.end()
        field = gaps.get(match[1])
        if field is None or field.gap in used:
            yield Stretch(before + escape("____"))
            continue
        used[field.gap] = len(used) + 1
        yield Stretch(before, replace(field, number=used[field.gap]))
    yield Stretch(text[start:])
