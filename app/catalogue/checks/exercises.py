"""One exercise: complete, doable in its minutes, with a lite form that stands alone, and a sheet where it is shared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from app.catalogue.block_kinds import BLOCK_KINDS
from app.catalogue.checks.readability import PROSE, sentences
from app.catalogue.documents import Bundle
from app.catalogue.exercise_types import Exercise, Form
from app.catalogue.exercises import ENDS, EXERCISE, LITE, SHEET, ExerciseFiles
from app.catalogue.findings import Place, nearest, one_of
from app.catalogue.reader import Reading
from app.catalogue.types import Segment
from app.catalogue.units import Unit

LEAST_WORDS, MOST_SHEET_WORDS = 120, 130
MOMENTS = (2, 4)
LITE_MINUTES = 3  # or half of the whole form, where that is more
LITE_STEPS = 2
INTERACTIONS = {kind: kind for kind in ("timer", "breathe", "rate", "checklist", "cards")} | {"reflect": "journal"}
_BLOCKS = (*INTERACTIONS, "note", "warning", *ENDS)
_NEVER_EMPTY = ("family", "share", "not_now", "adapt", "sources", "why", *ENDS)


def check(reading: Reading) -> None:
    for pages in reading.lessons.values():
        for bundle in pages.bundles.values():
            _blocks(bundle, [name for name, kind in BLOCK_KINDS.items() if not kind.pages], reading)
    for found in reading.exercises.values():
        page = found.pages.bundles.get(EXERCISE)
        if found.exercise is None or page is None:
            continue
        _blocks(page, _BLOCKS, reading)
        _outline(page, reading)
        _complete(found.exercise, page, reading)
        _moments(found.exercise, reading)
        _interaction(found.exercise, reading)
        _lite(found.exercise, reading)
        _minutes(found.exercise, reading)
        _ratings(found.exercise, page, reading)
        _sheet(found, found.exercise, reading)


def _at(exercise: Exercise, key: str, reading: Reading) -> Place:
    return reading.places.of(f"exercise:{exercise.id}:{key}")


# the page


def _opens(bundle: Bundle) -> Iterator[Unit]:
    return (unit for unit in bundle.source.units if unit.kind == "open")


def _blocks(bundle: Bundle, known: Sequence[str], reading: Reading) -> None:
    for unit in _opens(bundle):
        if unit.name not in known:
            message = f'the block "{unit.name}" does not stand on this kind of page'
            reading.report.error(unit.place, "block-page", message, one_of(known))


def _outline(page: Bundle, reading: Reading) -> None:
    """Prose, then steps, then stop, sharing, evidence; nothing behind these."""
    units = page.source.units
    opened = [unit.name for unit in units if unit.kind == "open"]
    start = next((index for index, unit in enumerate(units) if unit.kind == "open" and unit.name in ENDS), len(units))
    stray = next((unit for unit in _outside(units[start:]) if unit.name not in ENDS), None)
    if [name for name in opened if name in ENDS] != [*ENDS] or stray is not None:
        message = f"an exercise ends with {', '.join(ENDS)}, each once, in this order, and nothing between them"
        place = stray.place if stray else units[start].place if start < len(units) else page.source.place
        reading.report.error(place, "exercise-order", message)
    first = next((unit for unit in units if unit.kind in ("heading", "open")), None)
    if first is None or first.kind == "open":
        message = "before the first step (## …) stands prose alone: why, in two or three sentences"
        reading.report.error(first.place if first else page.source.place, "exercise-order", message)


def _outside(units: Sequence[Unit]) -> Iterator[Unit]:
    """Blocks, as the units that open them, and what stands outside of blocks."""
    is_inside = False
    for unit in units:
        if not is_inside and unit.kind != "close":
            yield unit
        is_inside = (is_inside or unit.kind == "open") and unit.kind != "close"


def _first(units: Sequence[Unit], names: tuple[str, ...]) -> Place | None:
    return next((unit.place for unit in units if unit.kind == "open" and unit.name in names), None)


def _complete(exercise: Exercise, page: Bundle, reading: Reading) -> None:
    for key in _NEVER_EMPTY:
        value = getattr(exercise, key)
        if not (value.get(exercise.source_language) if isinstance(value, Mapping) else value):
            place = _at(exercise, key, reading) if key not in ("why", *ENDS) else page.source.place
            reading.report.error(place, "exercise-empty", f'"{key}" of an exercise is never empty')
    if (english := page.documents.get("en")) is not None:
        count = sum(len(words) for unit in english.units if unit.kind in PROSE for words in sentences(unit.text))
        if count < LEAST_WORDS:
            message = f"{count} words; an exercise has {LEAST_WORDS} or more"
            reading.report.error(english.place, "exercise-words", message)


def _moments(exercise: Exercise, reading: Reading) -> None:
    known = reading.catalogue.plans[exercise.programme].moments
    fewest, most = MOMENTS
    if not fewest <= len(set(exercise.moments)) <= most:
        message = f"an exercise serves in {fewest} to {most} kinds of moment"
        reading.report.error(_at(exercise, "moments", reading), "exercise-moments", message)
    for name in exercise.moments:
        if name not in known:
            place = _at(exercise, f"moments:{name}", reading)
            hint = nearest(name, known) or one_of(known)
            reading.report.error(place, "exercise-moments", f'there is no moment "{name[:40]}"', hint)


# what is done in it


def _kinds(exercise: Exercise, form: Form | None = None) -> Iterator[Segment]:
    for step in exercise.steps_of(form) if form else exercise.steps:
        yield from step.segments


def _interaction(exercise: Exercise, reading: Reading) -> None:
    there = {INTERACTIONS[one.kind] for one in _kinds(exercise) if one.kind in INTERACTIONS}
    if there != set(exercise.interaction) or len(there) != len(exercise.interaction):
        message = f"the blocks of this page are: {', '.join(sorted(there)) or 'none'}"
        reading.report.error(_at(exercise, "interaction", reading), "exercise-interaction", message)


def _lite(exercise: Exercise, reading: Reading) -> None:
    bundle = reading.exercises[exercise.id].pages.bundles[EXERCISE]

    def say(place: Place, message: str, hint: str = "") -> None:
        reading.report.error(place, "exercise-lite", message, hint)

    most = min(max(LITE_MINUTES, exercise.minutes // 2), exercise.minutes - 1)
    if not 1 <= exercise.lite_minutes <= most:
        say(_at(exercise, "lite_minutes", reading), f"the lite form takes 1 to {most} minutes here")
    if len(exercise.steps_of("lite")) < LITE_STEPS:
        say(bundle.source.place, f"the lite form has {LITE_STEPS} steps or more", "## Arrive {#arrive lite=yes}")
    if any(one.kind == "breathe" for one in _kinds(exercise, "lite")):
        say(_first(bundle.source.units, ("breathe",)) or bundle.source.place, "a pacer is never shortened")
    if any(one.kind == "rate" for step in exercise.steps if step.lite != "yes" for one in step.segments):
        place = _first(bundle.source.units, ("rate",)) or bundle.source.place
        say(place, "ratings stand in steps of both forms", "lite=yes")
    for unit in bundle.source.units:
        setting = unit.settings.get("lite") if unit.kind == "heading" else None
        if setting is not None and setting.value not in LITE:
            say(setting.place, f'"{setting.value[:40]}" is not possible for "lite"', one_of(LITE))


def _minutes(exercise: Exercise, reading: Reading) -> None:
    """Clocks and pacers leave room for the rest."""
    forms: tuple[tuple[Form, str], ...] = (("full", "minutes"), ("lite", "lite_minutes"))
    for form, key in forms:
        clocked = sum(int(one.settings.get("minutes", 0)) for one in _kinds(exercise, form))
        said = getattr(exercise, key)
        if clocked > said:
            message = f"its clocks come to {clocked} minutes; the {form} form has {said}"
            reading.report.error(_at(exercise, key, reading), "exercise-minutes", message)


def _ratings(exercise: Exercise, page: Bundle, reading: Reading) -> None:
    """Of each polarity one before and one after, or none at all."""
    blocks = [one.settings for one in _kinds(exercise) if one.kind == "rate"]
    ratings = [(str(one.get("polarity")), str(one.get("when"))) for one in blocks]
    first = _first(page.source.units, ("rate",)) or page.source.place
    for polarity in sorted({polarity for polarity, _ in ratings}):
        when = [moment for one, moment in ratings if one == polarity]
        if when != ["before", "after"]:
            message = f"of “{polarity}” there is one rating before and one after it, not: {', '.join(when)}"
            reading.report.error(first, "exercise-ratings", message)


# the sheet


def _sheet(found: ExerciseFiles, exercise: Exercise, reading: Reading) -> None:
    bundle = found.pages.bundles.get(SHEET)
    if bundle is None:
        if exercise.share != "mentor-only":
            message = f"“{exercise.share}” needs a share sheet: {found.pages.folder}sheet.en.md"
            reading.report.error(_at(exercise, "share", reading), "sheet-missing", message)
        return
    if exercise.share == "mentor-only":
        reading.report.error(bundle.source.place, "sheet-unwanted", "this exercise stays with the mentor")
    if (english := bundle.documents.get("en")) is not None:
        count = sum(len(words) for unit in english.units for words in sentences(unit.text))
        if count > MOST_SHEET_WORDS:
            message = f"{count} words; one page in large type holds {MOST_SHEET_WORDS}"
            reading.report.error(english.place, "sheet-words", message)
