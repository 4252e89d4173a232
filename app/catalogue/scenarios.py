"""A scenario file and its translations → scenes and choices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from app.catalogue.documents import Bundle, Document
from app.catalogue.findings import nearest, one_of
from app.catalogue.inline import ID
from app.catalogue.places import Places
from app.catalogue.segments import Page, Span, note_id
from app.catalogue.types import LANGUAGES, Choice, Scenario, Scene, Words
from app.catalogue.units import Unit
from app.catalogue.yaml_records import Record

SOURCE_KEYS = ("id", "title", "summary", "start", "pass", "alternative", "source_language", "reviewed")
OPTIONAL_KEYS = ("skills", "must_pass", "review_due")
TRANSLATED_KEYS = ("title", "summary", "alternative")
ENDINGS = ("good", "open", "unsafe")
SCORES = tuple(str(score) for score in range(-2, 3))
_CHOICE_KEYS = ("skill", "score")
_CHOICE_HINT = "- [“What I say.”](#scene) {#short-id skill=… score=1}"


def build_scenario(bundle: Bundle, lesson: str, places: Places) -> Scenario | None:
    record = bundle.source.record
    if record is None:
        return None
    identifier = record.required_text("id")
    places.declare("scenario", identifier, record.place_of("id"))
    for key in (*SOURCE_KEYS, *OPTIONAL_KEYS):
        places.put(f"scenario:{lesson}:{key}", record.place_of(key))
    endings, points = _rule(record, lesson, places)
    return Scenario(
        id=identifier,
        lesson=lesson,
        title=_words(bundle, "title"),
        summary=_words(bundle, "summary"),
        start=record.required_text("start"),
        scenes=tuple(_scenes(Page(bundle, places.report), lesson, places)),
        skills=_skills(bundle, record, lesson, places),
        alternative=_words(bundle, "alternative"),
        must_pass=record.truth("must_pass"),
        pass_endings=endings,
        pass_skills=points,
        languages=tuple(language for language in LANGUAGES if language in bundle.aligned),
    )


# front matter


def _words(bundle: Bundle, key: str) -> Words:
    records = {language: document.record for language, document in bundle.documents.items() if document.record}
    return {language: text for language, record in records.items() if (text := record.required_text(key))}


def _rule(record: Record, lesson: str, places: Places) -> tuple[tuple[str, ...], Mapping[str, int]]:
    """What passing is: kinds of ending, and points by skill."""
    if not record.has("pass"):
        return ("good",), {}
    rule = record.fields["pass"].record(("skills",), ("endings",))
    for ending in rule.items("endings"):
        if ending.text() not in ENDINGS:
            ending.error("bad-value", f'"{ending.text()[:40]}" is no kind of ending', one_of(ENDINGS))
    points: dict[str, int] = {}
    for skill, key, value in rule.fields["skills"].entries() if rule.has("skills") else ():
        points[skill] = value.integer()
        places.put(f"scenario:{lesson}:pass:{skill}", key.place)
    return rule.texts("endings"), points


def _skills(bundle: Bundle, record: Record, lesson: str, places: Places) -> Mapping[str, Words]:
    translated = {language: _titles(document, record) for language, document in bundle.translations.items()}
    found: dict[str, Words] = {}
    for number, value in enumerate(record.items("skills")):
        inner = value.record((), ("id", "title"))
        identifier = inner.required_text("id")
        places.check_id(identifier, inner.place_of("id"))
        if identifier in found:
            places.report.error(inner.place_of("id"), "duplicate-id", f'the skill "{identifier}" stands here twice')
        places.put(f"skill:{lesson}/{identifier}", inner.place_of("id"))
        words = {bundle.source.language: inner.required_text("title")}
        words |= {language: titles[number] for language, titles in translated.items() if number < len(titles)}
        found[identifier] = words
    return found


def _titles(document: Document, source: Record) -> tuple[str, ...]:
    """A translation's titles of the skills, in the order of the source."""
    if document.record is None:
        return ()
    titles = document.record.texts("skills")
    wanted = len(source.items("skills"))
    if len(titles) != wanted:
        place = source.place_of("skills")
        message = f"here are {len(titles)} skills; the source has {wanted} at {place.file}:{place.line}"
        source.report.error(document.record.place_of("skills"), "misaligned", message, "a list of titles, in order")
    return titles


# scenes


def _scenes(page: Page, lesson: str, places: Places) -> Iterator[Scene]:
    heads = [index for index, unit in enumerate(page.source) if unit.kind == "heading"]
    if page.source and heads[:1] != [0]:
        message = "a scenario is made of scenes, each under its ## heading"
        page.report.error(page.source[0].place, "scene-outline", message)
    seen: dict[str, Unit] = {}
    for start, end in zip(heads, [*heads[1:], len(page.source)], strict=True):
        unit = page.source[start]
        if unit.id:
            note_id(seen, unit.id, unit, page.report)
        places.put(f"scene:{lesson}/{unit.id}", unit.place)
        yield _scene(page, (start, end), lesson, places)


def _scene(page: Page, span: Span, lesson: str, places: Places) -> Scene:
    start, end = span
    unit = page.source[start]
    if unit.level != 2 or not ID.fullmatch(unit.id):
        page.report.error(unit.place, "scene-heading", "a scene begins with ## and carries an id", "## Title {#scene}")
    ending = _ending(page, unit)
    first = _first_choice(page, (start + 1, end))
    _check_body(page, (start + 1, first))
    if first == start + 1:
        page.report.error(unit.place, "scene-empty", "the scene has no text")
    choices = tuple(_choices(page, (first, end)))
    for index in range(first, end):
        if page.source[index].kind == "item":
            place = page.source[index].place
            places.put(f"choice:{lesson}/{unit.id}/{page.source[index].id}", place)
    return Scene(
        id=unit.id,
        title=page.words(start),
        body=page.markdown((start + 1, first)),
        choices=choices,
        ending=ending,  # type: ignore[arg-type]
    )


def _ending(page: Page, unit: Unit) -> str:
    for key, setting in unit.settings.items():
        if key != "ending":
            hint = nearest(key, ("ending",)) or "ending=good"
            page.report.error(setting.place, "unknown-option", f'a scene has no "{key}"', hint)
    if "ending" not in unit.settings:
        return ""
    ending = unit.settings["ending"].value
    if ending not in ENDINGS:
        page.report.error(unit.place, "bad-option", f'"{ending[:40]}" is no kind of ending', one_of(ENDINGS))
        return "open"
    return ending


def _first_choice(page: Page, span: Span) -> int:
    """Choices are the list at the very end; a list that is followed by text belongs to the scene's text.

    The list of an ending is text as well, unless it leads somewhere.
    """
    start, first = span
    while first > start and page.source[first - 1].kind in ("item", "feedback"):
        first -= 1
    is_ending = start > 0 and "ending" in page.source[start - 1].settings
    leads = any(unit.target or unit.id for unit in page.source[first : span[1]])
    return span[1] if is_ending and not leads else first


def _check_body(page: Page, span: Span) -> None:
    for unit in page.source[slice(*span)]:
        if unit.kind in ("open", "close"):
            page.report.error(unit.place, "scene-outline", "a scenario holds no /// blocks")
        elif unit.kind == "feedback":
            page.report.error(unit.place, "feedback-outside", "feedback belongs to the choices at the scene's end")
        elif unit.kind == "item" and (unit.target or unit.id or unit.marker):
            page.report.error(unit.place, "scene-outline", "choices are the last thing of a scene")
        if "](#" in unit.text:
            page.report.error(unit.place, "scene-link", "only a choice leads to a scene", _CHOICE_HINT)


def _choices(page: Page, span: Span) -> Iterator[Choice]:
    seen: dict[str, Unit] = {}
    for index in range(*span):
        unit = page.source[index]
        if unit.kind == "feedback":  # the scanner takes it only right behind its choice
            continue
        has_feedback = index + 1 < span[1] and page.source[index + 1].kind == "feedback"
        if not has_feedback:
            page.report.error(unit.place, "feedback-missing", "every choice says what it does", "    > What it does")
        _check_choice(page, unit, seen)
        skill, score = _score(page, unit)
        feedback = page.words(index + 1) if has_feedback else {}
        text = page.words(index)
        yield Choice(id=unit.id, text=text, to=unit.target, feedback=feedback, skill=skill, score=score)


def _check_choice(page: Page, unit: Unit, seen: dict[str, Unit]) -> None:
    if unit.id:
        note_id(seen, unit.id, unit, page.report)
    else:
        page.report.error(unit.place, "missing-id", "each choice needs an id at its end", _CHOICE_HINT)
    if not unit.target:
        page.report.error(unit.place, "choice-target", "a choice says to which scene it leads", _CHOICE_HINT)
    if unit.marker:
        page.report.error(unit.place, "option-outside", "choices carry no ( ) or [ ]")
    for key, setting in unit.settings.items():
        if key not in _CHOICE_KEYS:
            hint = nearest(key, _CHOICE_KEYS) or one_of(_CHOICE_KEYS)
            page.report.error(setting.place, "unknown-option", f'a choice has no "{key}"', hint)


def _score(page: Page, unit: Unit) -> tuple[str, int]:
    skill, score = (unit.settings[key].value if key in unit.settings else "" for key in _CHOICE_KEYS)
    if bool(skill) != bool(score):
        page.report.error(unit.place, "choice-score", "skill and score stand together", _CHOICE_HINT)
    if score and score not in SCORES:
        page.report.error(unit.place, "choice-score", f'a score is a whole number from -2 to 2, not "{score[:20]}"')
        return skill, 0
    return skill, int(score or 0)
