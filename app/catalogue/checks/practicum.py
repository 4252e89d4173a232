"""The practicum as a whole: categories to choose from, targets within reach, limits that fit in each other."""

from __future__ import annotations

from collections.abc import Iterator

from app.catalogue.curriculum import PARTS
from app.catalogue.findings import Place, nearest
from app.catalogue.inline import ID
from app.catalogue.practicum_types import Category, Limits, Practicum, SessionKind, Target
from app.catalogue.reader import Reading
from app.catalogue.types import Programme, Words

_LONGEST_PART = 20
_DAY, _WEEK = 24 * 60, 7 * 24 * 60
_MOST_DAYS = 366
_OF_CONTACT = ("people", "cases-finished", "cross-cultural")


def check(reading: Reading) -> None:
    for programme in reading.catalogue.programmes.values():
        if programme.practicum is None:
            continue
        _part(programme, programme.practicum, reading)
        _categories(programme, programme.practicum, reading)
        _limits(programme, programme.practicum.limits, reading)
        _rhythm(programme, programme.practicum, reading)
        for target in programme.practicum.targets:
            _target(programme, target, reading)
        for session in programme.practicum.sessions:
            _session(programme, programme.practicum, session, reading)
        for place, what, words in _words(programme, programme.practicum, reading):
            for language in programme.languages:
                if not words.get(language):
                    message = f"{what} is missing in “{language}”, which is promised"
                    reading.report.error(place, "translation-missing", message)


def _part(programme: Programme, practicum: Practicum, reading: Reading) -> None:
    """Minutes of practice are kept apart from those of training, and category ids from those of modules."""
    place = reading.places.of(f"practicum:{programme.id}:part")
    if practicum.part in PARTS or not ID.fullmatch(practicum.part) or len(practicum.part) > _LONGEST_PART:
        message = f'"{practicum.part[:40]}" cannot be the part of a practicum'
        reading.report.error(place, "practicum-part", message, "a word of its own, such as field or practicum")
    for category in practicum.categories:
        if category.id in programme.modules:
            where = reading.places.of(f"category:{programme.id}/{category.id}")
            reading.report.error(where, "category-and-module", f'"{category.id}" is the id of a module too')


def _categories(programme: Programme, practicum: Practicum, reading: Reading) -> None:
    if not practicum.categories or not practicum.modes:
        place = reading.places.of(f"practicum:{programme.id}:categories")
        reading.report.error(place, "practicum-empty", "a practicum has at least one category and one mode")
    for category in practicum.categories:
        name = f"category:{programme.id}/{category.id}"
        for key, values in (("settings", category.settings), ("activities", category.activities)):
            if not values:
                message = f'the category "{category.id}" offers no {key}'
                reading.report.error(reading.places.of(f"{name}:{key}"), "category-empty", message)
        if not 1 <= category.max_minutes <= practicum.limits.day_minutes:
            message = f"an entry of {category.max_minutes} minutes does not fit in a day"
            reading.report.error(reading.places.of(f"{name}:max_minutes"), "practicum-limits", message)
    is_supervised = any(one.counts == "supervision" for one in practicum.categories)
    if practicum.limits.contact_per_supervision_minutes and not is_supervised:
        place = reading.places.of(f"limits:{programme.id}:contact_per_supervision_minutes")
        reading.report.error(place, "no-supervision", "contact is compared with supervision, which no category is")


def _limits(programme: Programme, limits: Limits, reading: Reading) -> None:
    def place(key: str) -> Place:
        return reading.places.of(f"limits:{programme.id}:{key}")

    if not 1 <= limits.entry_minutes <= limits.day_minutes <= min(_DAY, limits.week_minutes):
        message = "an entry fits in a day, a day in a week and in 24 hours"
        reading.report.error(place("day_minutes"), "practicum-limits", message)
    if limits.week_minutes > _WEEK:
        reading.report.error(place("week_minutes"), "practicum-limits", f"a week has {_WEEK:,} minutes")
    if not 1 <= limits.late_warn_days <= limits.late_stop_days <= _MOST_DAYS:
        message = "first comes the warning, then the stop, both within a year"
        reading.report.error(place("late_stop_days"), "practicum-limits", message)
    for key in ("supervision_gap_days", "case_review_days", "finished_contacts"):
        if not 1 <= getattr(limits, key) <= _MOST_DAYS:
            reading.report.error(place(key), "practicum-limits", f'"{key}" is 1 to {_MOST_DAYS}')


def _rhythm(programme: Programme, practicum: Practicum, reading: Reading) -> None:
    if practicum.weekly_minutes > practicum.limits.week_minutes:
        place = reading.places.of(f"practicum:{programme.id}:weekly_minutes")
        reading.report.error(place, "practicum-limits", "the usual week is longer than a week may be")


def _target(programme: Programme, target: Target, reading: Reading) -> None:
    practicum = programme.practicum
    category = practicum.find_category(target.category) if practicum else None
    if practicum is None or category is None:
        known = [one.id for one in practicum.categories] if practicum else []
        place, hint = _place(programme, target, reading, "category"), nearest(target.category, known)
        reading.report.error(place, "unknown-category", f'there is no category "{target.category}"', hint)
        return
    wanted = [one for one in (target.minutes, target.count) if one is not None]
    if len(wanted) != 1 or wanted[0] < 1:
        place = _place(programme, target, reading, "minutes")
        reading.report.error(place, "target-measure", "a target wants minutes or a count, one of them, from 1 on")
    known = [one.id for one in category.activities]
    for key in ("activities", "without_cases"):
        for identifier in getattr(target, key):
            if identifier not in known:
                message = f'"{category.id}" has no activity "{identifier}"'
                place = _place(programme, target, reading, key)
                reading.report.error(place, "unknown-activity", message, nearest(identifier, known))
    if message := _uncoded(target, category):
        place = _place(programme, target, reading, "without_cases")
        reading.report.error(place, "target-without-cases", message, "without_cases: [ending]")
    if message := _unreachable(target, category):
        reading.report.error(_place(programme, target, reading, "counted"), "target-counted", message)


def _session(programme: Programme, practicum: Practicum, session: SessionKind, reading: Reading) -> None:
    """What is written down for a session is supervision, with what that kind of practice offers."""
    category = practicum.find_category(session.category)
    known = [one.id for one in practicum.categories if one.counts == "supervision"]

    def report(key: str, code: str, message: str, hint: str = "") -> None:
        place = reading.places.of(f"session:{programme.id}/{session.kind}/{session.setting}:{key}")
        reading.report.error(place, code, message, hint)

    if category is None or category.counts != "supervision":
        message = f'"{session.category}" is no category of supervision'
        report("category", "unknown-category", message, nearest(session.category, known))
        return
    if session.setting not in category.settings:
        report("setting", "session-setting", f'"{category.id}" is never with the setting "{session.setting}"')
    activities = [one.id for one in category.activities]
    if session.activity not in activities:
        message = f'"{category.id}" has no activity "{session.activity}"'
        report("activity", "unknown-activity", message, nearest(session.activity, activities))


def _uncoded(target: Target, category: Category) -> str:
    """An institution may keep no cases; its learners reach their targets all the same."""
    is_by_case = target.counted == "cases-finished" or (target.counted in _OF_CONTACT and category.needs_case)
    if is_by_case and not target.without_cases:
        return "name the activities of which each person has one: they are counted where no cases are kept"
    if target.without_cases and not is_by_case:
        return "only what is counted by case is counted otherwise where no cases are kept"
    return ""


def _unreachable(target: Target, category: Category) -> str:
    """What keeps a target from ever being counted rightly."""
    if target.minutes is not None and (target.counted != "entries" or target.activities):
        return "minutes are those of the whole category; only a count counts something"
    if target.counted in _OF_CONTACT and category.counts != "contact":
        return f'"{target.counted}" is counted where people are met, and "{category.id}" is not contact'
    if target.counted == "methods" and len(category.methods) < (target.count or 0):
        return f'"{category.id}" names {len(category.methods)} methods, and {target.count} are wanted'
    if target.counted == "groups" and "group" not in category.settings:
        return f'"{category.id}" is never with a group'
    if target.counted == "groups" and not target.activities:
        return "a group meets many times: name the activities of which each group has one, such as its last session"
    return ""


def _place(programme: Programme, target: Target, reading: Reading, key: str) -> Place:
    return reading.places.of(f"target:{programme.id}/{target.id}:{key}")


def _words(programme: Programme, practicum: Practicum, reading: Reading) -> Iterator[tuple[Place, str, Words]]:
    of = reading.places.of
    for category in practicum.categories:
        yield of(f"category:{programme.id}/{category.id}"), "the category's title", category.title
        for kind, things in (("activity", category.activities), ("method", category.methods)):
            for thing in things:
                place = of(f"{kind} of {category.id}:{programme.id}/{thing.id}")
                yield place, f"the {kind}'s title", thing.title
    for target in practicum.targets:
        yield of(f"target:{programme.id}/{target.id}"), "the target's title", target.title
