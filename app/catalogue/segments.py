"""Units of a source and its translations → the segments of a page."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from app.catalogue.block_kinds import BLOCK_KINDS, RESERVED_STEPS, BlockKind, Option
from app.catalogue.documents import Bundle
from app.catalogue.findings import Place, Report, nearest, one_of
from app.catalogue.inline import ID
from app.catalogue.types import Item, Segment, Words
from app.catalogue.units import Setting, Unit, join

ROLEPLAY_CARDS = 3
PART_LEVEL = 2

Span = tuple[int, int]


class Page:
    """The aligned units of one page, addressed by their common index."""

    def __init__(self, bundle: Bundle, report: Report) -> None:
        self.source = bundle.source.units
        self.report = report
        self._units = {
            language: _with_ids(self.source, document.units) for language, document in bundle.aligned.items()
        }

    def words(self, index: int) -> Words:
        return {language: units[index].text for language, units in self._units.items() if units[index].text}

    def markdown(self, span: Span) -> Words:
        start, end = span
        if start >= end:
            return {}
        return {language: join(units[start:end]) for language, units in self._units.items()}

    def where(self, span: Span, wanted: Callable[[Unit], bool]) -> int:
        """The first index in the span whose unit is wanted, else the span's end."""
        return next((index for index in range(*span) if wanted(self.source[index])), span[1])


def _with_ids(source: Sequence[Unit], units: Sequence[Unit]) -> Sequence[Unit]:
    """Headings of a translation get the ids of the source's, by sequence."""
    return [
        replace(ours, markdown=f"{ours.markdown} {{#{theirs.id}}}") if needs_id(theirs, ours) else ours
        for theirs, ours in zip(source, units, strict=True)
    ]


def needs_id(theirs: Unit, ours: Unit) -> bool:
    return ours.kind == "heading" and bool(theirs.id) and not ours.id


def build_segments(bundle: Bundle, report: Report) -> tuple[Segment, ...]:
    page = Page(bundle, report)
    _check_outline(page)
    return tuple(_segments(page, (0, len(page.source))))


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What stands under a `##` heading; `heading` is its unit in the source, None for what comes before the first."""

    heading: Unit | None
    title: Words
    segments: tuple[Segment, ...]


def build_parts(bundle: Bundle, report: Report, attributes: Collection[str]) -> tuple[Part, ...]:
    """The page by its `##` headings, which may carry these attributes."""
    page = Page(bundle, report)
    _check_outline(page, attributes)
    end = len(page.source)
    starts = [index for index, unit in enumerate(page.source) if unit.kind == "heading" and unit.level == PART_LEVEL]
    first = Part(heading=None, title={}, segments=tuple(_segments(page, (0, starts[0] if starts else end))))
    rest = (
        Part(heading=page.source[start], title=page.words(start), segments=tuple(_segments(page, (start + 1, stop))))
        for start, stop in zip(starts, [*starts[1:], end], strict=False)
    )
    return (first, *rest)


def _segments(page: Page, span: Span) -> Iterator[Segment]:
    index, end = span
    while index < end:
        if page.source[index].kind == "open":
            close = page.where((index, end), lambda unit: unit.kind == "close")
            yield _block(page, index, close)
            index = close + 1
        else:
            stop = page.where((index, end), lambda unit: unit.kind == "open")
            yield Segment(kind="prose", body=page.markdown((index, stop)))
            index = stop


def _check_outline(page: Page, attributes: Collection[str] = ()) -> None:
    """Headings outside blocks are `##` to `####` with an id; ids are unique on the page, blocks' ids among them."""
    seen: dict[str, Unit] = {}
    inside = False
    for unit in page.source:
        inside = (inside or unit.kind == "open") and unit.kind != "close"
        if unit.kind == "heading":
            _check_heading(unit, inside, page.report, attributes)
        elif unit.kind == "item" and not inside:
            _check_plain_item(unit, page.report)
        elif unit.kind == "feedback" and not inside:
            page.report.error(
                unit.place, "feedback-outside", "feedback belongs to the options of a decision or question"
            )
        own = unit.settings["id"].value if unit.kind == "open" and "id" in unit.settings else unit.id
        if own and unit.kind in ("heading", "open"):
            note_id(seen, own, unit, page.report)


def note_id(seen: dict[str, Unit], own: str, unit: Unit, report: Report) -> None:
    if own in seen:
        report.error(unit.place, "duplicate-id", f'the id "{own}" stands at line {seen[own].first} already')
    seen.setdefault(own, unit)


def _check_heading(unit: Unit, inside: bool, report: Report, attributes: Collection[str]) -> None:
    if unit.level == 1:
        report.error(unit.place, "heading-level", "the title is the page's only first heading", "begin with ##")
    elif unit.level > 4 or (inside and unit.level < 3):
        report.error(unit.place, "heading-level", f"a heading of level {unit.level} does not stand here")
    if inside and unit.id:
        report.error(unit.place, "heading-id", "a heading inside a block carries no id")
    if not inside and not unit.id:
        report.error(unit.place, "heading-id", "every heading of the source carries an id", "## Heading {#heading}")
    for key, setting in unit.settings.items():
        if key not in attributes or unit.level != PART_LEVEL:
            report.error(setting.place, "bad-attributes", f'a heading of this page takes no "{key}"')


def _check_plain_item(unit: Unit, report: Report) -> None:
    if unit.marker:
        report.error(unit.place, "option-outside", "options stand in a decision or a quiz", "/// decide | question")
    if unit.id:
        report.error(unit.place, "bad-attributes", "a line of an ordinary list takes no id")


# blocks


def _block(page: Page, index: int, close: int) -> Segment:
    unit = page.source[index]
    kind = BLOCK_KINDS[unit.name]
    settings = _settings(unit, kind, page.report)
    _check_text(unit, kind, page.report)
    if settings.get("id") in RESERVED_STEPS:
        place = unit.settings["id"].place
        page.report.error(place, "reserved-id", f'"{settings["id"]}" is not possible: Kelim counts by this name')
    body, items = _CONTENT[kind.content](page, (index + 1, close), unit)
    if kind.is_content_required and kind.content == "markdown" and not body:
        page.report.error(unit.place, "empty-block", f'the block "{kind.name}" is empty')
    return Segment(
        kind=kind.name,
        id=str(settings.pop("id", "")),
        heading=page.words(index),
        body=body,
        items=items,
        settings=settings,
        is_step=kind.is_step,
    )


def _check_text(unit: Unit, kind: BlockKind, report: Report) -> None:
    if kind.heading and not unit.text:
        report.error(
            unit.place, "block-text", f'"{kind.name}" needs its {kind.heading}', f"/// {kind.name} | {kind.heading}"
        )
    if not kind.heading and unit.text:
        report.error(unit.place, "block-text", f'"{kind.name}" takes no text behind its name')


def _settings(unit: Unit, kind: BlockKind, report: Report) -> dict[str, str | int]:
    found: dict[str, str | int] = {}
    for key, setting in unit.settings.items():
        if key not in kind.options:
            hint = nearest(key, kind.options) or (one_of(kind.options) if kind.options else "it takes none")
            report.error(setting.place, "unknown-option", f'"{kind.name}" has no option "{key}"', hint)
        else:
            found[key] = _setting(key, setting, kind.options[key], report)
    for key, option in kind.options.items():
        if option.is_required and key not in unit.settings:
            report.error(unit.place, "missing-option", f'"{kind.name}" needs the option "{key}"', f"    {key}: …")
    return found


def _setting(key: str, setting: Setting, option: Option, report: Report) -> str | int:
    value = setting.value
    if option.is_number:
        if value.isascii() and value.isdigit() and 0 < int(value) < 1000:
            return int(value)
        report.error(setting.place, "bad-option", f'"{key}" is a whole number above 0, not "{value[:40]}"')
        return 1
    if option.values and value not in option.values:
        hint = nearest(value, option.values) or one_of(option.values)
        report.error(setting.place, "bad-option", f'"{value[:40]}" is not possible for "{key}"', hint)
    if not value or (key == "id" and not ID.fullmatch(value)):
        hint = "lower-case letters, digits and hyphens" if key == "id" else ""
        report.error(setting.place, "bad-option", f'"{value[:40]}" is not possible for "{key}"', hint)
    return value


Content = tuple[Words, tuple[Item, ...]]


def _markdown(page: Page, span: Span, unit: Unit) -> Content:
    for inner in page.source[slice(*span)]:
        if inner.kind in ("item", "feedback"):
            _check_inside(inner, unit, page.report)
    return page.markdown(span), ()


def _check_inside(inner: Unit, unit: Unit, report: Report) -> None:
    if inner.kind == "feedback":
        report.error(inner.place, "feedback-outside", f'"{unit.name}" has no options that feedback could belong to')
    else:
        _check_plain_item(inner, report)


def _nothing(page: Page, span: Span, unit: Unit) -> Content:
    if span[0] < span[1]:
        page.report.error(page.source[span[0]].place, "block-content", f'"{unit.name}" holds no text')
    return {}, ()


def _agenda(page: Page, span: Span, unit: Unit) -> Content:
    rows = [
        Item(id=str(number), text=page.words(index), minutes=page.source[index].minutes)
        for number, index in enumerate(range(*span), 1)
    ]
    if not rows:
        page.report.error(unit.place, "empty-block", "an agenda without lines")
    return {}, tuple(rows)


def _cards(page: Page, span: Span, unit: Unit) -> Content:
    body, _ = _markdown(page, span, unit)
    units = page.source[slice(*span)]
    cards = [inner for inner in units if inner.kind == "heading" and inner.level == 4]
    if len(cards) != ROLEPLAY_CARDS or (units and units[0] not in cards):
        message = (
            f"a roleplay is three #### cards (helper, person, observer), and nothing before them; here are {len(cards)}"
        )
        page.report.error(unit.place, "roleplay-cards", message)
    elif units[-1].kind != "item":
        page.report.error(
            units[-1].place, "roleplay-cards", "the observer's card ends with a list of what can be observed"
        )
    return body, ()


def _list(page: Page, span: Span, unit: Unit) -> Content:
    start = page.where(span, lambda inner: inner.kind == "item")
    items = []
    seen: dict[str, Unit] = {}
    for index in range(start, span[1]):
        inner = page.source[index]
        if inner.kind != "item":
            message = f'"{unit.name}" ends with its list; {inner.kind} does not stand here'
            page.report.error(inner.place, "block-content", message)
            continue
        _check_id(inner, seen, page.report)
        if inner.marker:
            page.report.error(inner.place, "option-outside", f'lines of "{unit.name}" carry no ( ) or [ ]')
        items.append(Item(id=inner.id, text=page.words(index)))
    if not items:
        page.report.error(unit.place, "empty-block", f'"{unit.name}" needs a list')
    return page.markdown((span[0], start)), tuple(items)


def _check_id(inner: Unit, seen: dict[str, Unit], report: Report) -> None:
    if inner.id:
        note_id(seen, inner.id, inner, report)
    else:
        report.error(inner.place, "missing-id", "each line needs an id at its end", "- Text {#short-id}")


def _decision(page: Page, span: Span, unit: Unit) -> Content:
    start = page.where(span, lambda inner: inner.kind == "item")
    items = build_options(page, (start, span[1]))
    if len(items) < 2:
        page.report.error(unit.place, "decide-options", "a decision needs at least two options")
    if sum(item.is_right for item in items) < 1:
        page.report.error(unit.place, "decide-options", "no option is marked as right with (x)")
    return page.markdown((span[0], start)), items


def build_options(page: Page, span: Span) -> tuple[Item, ...]:
    """Options with their feedback, of a decision or a question."""
    items: list[Item] = []
    seen: dict[str, Unit] = {}
    index = span[0]
    while index < span[1]:
        inner = page.source[index]
        if inner.kind != "item":
            message = f"after the first option only options and their feedback may stand, not {inner.describe()}"
            page.report.error(inner.place, "block-content", message)
            index += 1
            continue
        _check_id(inner, seen, page.report)
        if not inner.marker:
            page.report.error(inner.place, "option-marker", "an option begins with ( ) or (x)", "- ( ) Text {#a}")
        has_feedback = index + 1 < span[1] and page.source[index + 1].kind == "feedback"
        if not has_feedback:
            page.report.error(inner.place, "feedback-missing", "every option has feedback", "    > Why")
        feedback = page.words(index + 1) if has_feedback else {}
        items.append(Item(id=inner.id, text=page.words(index), feedback=feedback, is_right=inner.is_right))
        index += 2 if has_feedback else 1
    return tuple(items)


_CONTENT: Mapping[str, Callable[[Page, Span, Unit], Content]] = {
    "markdown": _markdown,
    "nothing": _nothing,
    "agenda": _agenda,
    "cards": _cards,
    "list": _list,
    "decision": _decision,
}


def place_of(units: Sequence[Unit], kind: str, name: str = "") -> Place | None:
    """Where the first such unit stands."""
    return next((unit.place for unit in units if unit.kind == kind and unit.name == name), None)
