"""Units behind a stem → items and groups, as the kinds with parts and typed answers write them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.catalogue.findings import nearest, one_of
from app.catalogue.inline import ID
from app.catalogue.segments import Page, Span, note_id
from app.catalogue.types import Group, Item
from app.catalogue.units import Unit

_HINTS = {True: "- (x) Text {#a}", False: "- Text {#a}"}


@dataclass(frozen=True, slots=True)
class Stretch:
    """A group and where its items stand."""

    group: Group
    span: Span


def read_items(
    page: Page, span: Span, seen: dict[str, Unit], *, has_marks: bool = False, group: str = ""
) -> list[Item]:
    """Lines of a list, each with the feedback below it, if any. `has_marks`: each begins with ( ) or (x)."""
    found: list[Item] = []
    at = span[0]
    while at < span[1]:
        unit = page.source[at]
        if unit.kind != "item":
            message = f"only lines of a list and their feedback may stand here, not {unit.describe()}"
            page.report.error(unit.place, "block-content", message)
            at += 1
            continue
        _check_line(page, unit, seen, has_marks=has_marks)
        has_feedback = at + 1 < span[1] and page.source[at + 1].kind == "feedback"
        feedback = page.words(at + 1) if has_feedback else {}
        found.append(Item(id=unit.id, text=page.words(at), feedback=feedback, is_right=unit.is_right, group=group))
        at += 2 if has_feedback else 1
    return found


def _check_line(page: Page, unit: Unit, seen: dict[str, Unit], *, has_marks: bool) -> None:
    if not unit.id:
        page.report.error(unit.place, "missing-id", "each line needs an id at its end", _HINTS[has_marks])
    else:
        note_id(seen, unit.id, unit, page.report)
    if has_marks and unit.marker not in ("(x)", "( )"):
        page.report.error(unit.place, "option-marker", "a line of this list begins with ( ) or (x)", _HINTS[True])
    if not has_marks and unit.marker:
        page.report.error(unit.place, "option-outside", "lines of this list carry no ( ) or [ ]", _HINTS[False])


def read_groups(page: Page, span: Span, settings: Mapping[str, Sequence[str]] | None = None) -> Iterator[Stretch]:
    """`###` headings, each with the span of its list. `settings`: what a heading may set, and to which values."""
    heads = [at for at in range(*span) if page.source[at].kind == "heading"]
    for unit in page.source[span[0] : heads[0] if heads else span[1]]:
        page.report.error(
            unit.place, "block-content", "this kind of question begins with a ### group", "### Title {#id}"
        )
    seen: dict[str, Unit] = {}
    for at, end in zip(heads, [*heads[1:], span[1]], strict=False):
        unit = page.source[at]
        if ID.fullmatch(unit.id):
            note_id(seen, unit.id, unit, page.report)
        else:
            page.report.error(unit.place, "missing-id", "each group needs an id at its end", "### Title {#short-id}")
        group = Group(id=unit.id, title=page.words(at), settings=_settings(page, unit, settings or {}))
        yield Stretch(group, (at + 1, end))


def _settings(page: Page, unit: Unit, known: Mapping[str, Sequence[str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, setting in unit.settings.items():
        if key not in known:
            hint = nearest(key, known) or (one_of(known) if known else "it takes none")
            page.report.error(setting.place, "unknown-option", f'this group takes no "{key}"', hint)
        elif setting.value not in known[key]:
            message = f'"{setting.value[:40]}" is not possible for "{key}"'
            page.report.error(setting.place, "bad-option", message, one_of(known[key]))
        else:
            found[key] = setting.value
    return found
