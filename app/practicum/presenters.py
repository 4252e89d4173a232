"""Entries as pages show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from app.cases import naming
from app.cases.models import PracticeCase
from app.catalogue.practicum_types import Practicum
from app.catalogue.types import Words, in_language
from app.core.errors import KelimError
from app.core.words import N_
from app.duty import rules as duty
from app.duty.queries import OnDuty
from app.enrolment.models import Enrolment
from app.practicum import times
from app.practicum.drafts import Draft
from app.practicum.forms import MODE_WORDS, SETTING_WORDS, EntryForm
from app.practicum.models import PracticumEntry
from app.practicum.rules import LANGUAGES, Remark
from app.web.formats import clock, isolated
from app.web.forms import SelectChoice
from app.web.languages import gettext, language

case_label, spoken = naming.case_label, naming.spoken

STATES = {
    "draft": (N_("Draft"), "quiet"),
    "submitted": (N_("Waits for a signature"), "info"),
    "returned": (N_("Returned"), "warning"),
    "approved": (N_("Signed"), "success"),
    "withdrawn": (N_("Withdrawn"), "quiet"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """`title` and `activity` are the programme's words; `starts` and `ends` as the institution's clock shows them."""

    entry: PracticumEntry
    title: Words
    activity: Words
    starts: Markup | None
    ends: Markup | None
    state: str
    tone: str
    comment: str  # of the last decision, while the entry is returned


@dataclass(frozen=True, slots=True)
class Phone:
    """A number as it is read and as it is dialled."""

    name: str
    number: str
    dial: str
    hours: Words


@dataclass(frozen=True, slots=True)
class Sent:
    """An entry that arrived and was not stored."""

    draft: Draft
    title: Words
    activity: Words
    minutes: int
    fields: tuple[tuple[str, str], ...]  # as its form sent them


def line(entry: PracticumEntry, practicum: Practicum | None) -> Line:
    category = practicum.find_category(entry.category) if practicum else None
    activities = {one.id: one.title for one in category.activities} if category else {}
    last = entry.decisions[-1] if entry.decisions else None
    word, tone = STATES[entry.status]
    return Line(
        entry=entry,
        title=category.title if category else {},
        activity=activities.get(entry.activity, {}),
        starts=clock(entry.starts_at, entry.zone) if entry.starts_at else None,
        ends=clock(entry.ends_at, entry.zone) if entry.ends_at else None,
        state=gettext(word),
        tone=tone,
        comment=last.comment if last and entry.status == "returned" else "",
    )


def lines(entries: Iterable[PracticumEntry], practicum: Practicum | None) -> list[Line]:
    return [line(one, practicum) for one in entries]


def offer(form: EntryForm, practicum: Practicum, cases: Sequence[PracticeCase]) -> None:
    """Fills a form with the programme's choices in the reader's language."""
    form.offer(
        what=_what(practicum),
        modes=practicum.modes,
        languages=[(code, spoken(code)) for code in LANGUAGES],
        methods=_methods(practicum),
        cases=[(one.id, case_label(one)) for one in cases],
    )


def groups(practicum: Practicum) -> list[tuple[str, list[tuple[str, str]]]]:
    """Kinds of practice with what can be done in each, for a list with headings."""
    return [(title, [(choice.value, choice.label) for choice in choices]) for title, choices in _what(practicum)]


def _what(practicum: Practicum) -> list[tuple[str, list[SelectChoice]]]:
    return [
        (
            said(category.title),
            [SelectChoice(f"{category.id}/{one.id}", said(one.title)) for one in category.activities]
            or [SelectChoice(f"{category.id}/", said(category.title))],
        )
        for category in practicum.categories
    ]


def _methods(practicum: Practicum) -> list[tuple[str, str]]:
    found = {one.id: said(one.title) for category in practicum.categories for one in category.methods}
    return list(found.items())


def said(words: Words) -> str:
    used, text = in_language(words, language())
    return text if used == language() else isolated(text)


def words() -> Mapping[str, str]:
    """Settings and modes in the reader's language."""
    return {code: gettext(text) for code, text in {**SETTING_WORDS, **MODE_WORDS}.items()}


def method(entry: PracticumEntry, practicum: Practicum | None) -> Words:
    category = practicum.find_category(entry.category) if practicum else None
    return next((one.title for one in category.methods if one.id == entry.method), {}) if category else {}


def say(remarks: Iterable[Remark], level: str) -> list[str]:
    """Remarks of one level in the reader's language."""
    return [_text(one) for one in remarks if one.level == level]


def _text(one: Remark) -> str:
    return str(gettext(one.message) % one.values if one.values else gettext(one.message))


def phones(found: Iterable[OnDuty]) -> list[Phone]:
    """Whom to call when something worries, the back-up behind each."""
    lines = []
    for contact in (one.contact for one in found if one.contact):
        lines.append(Phone(contact.name, contact.phone, duty.dialled(contact.phone), contact.hours))
        if contact.backup_phone:
            lines.append(Phone(contact.backup_name, contact.backup_phone, duty.dialled(contact.backup_phone), {}))
    return lines


def has_doubled_hour(form: EntryForm, learner: Enrolment) -> bool:
    """Whether the clock shows one of the form's times twice, or something was said about that."""
    zone = learner.cohort.institution.time_zone
    try:
        found = times.moments(form.day.data, form.starts.data, form.ends.data, zone)
    except KelimError:
        return False
    return bool(form.doubled.data) or any(times.is_doubled(one, zone) for one in found if one)


def sent(draft: Draft, practicum: Practicum, zone: str, fields: Iterable[tuple[str, str]]) -> Sent:
    """What arrived beside what stands."""
    category = practicum.find_category(draft.category)
    activities = {one.id: one.title for one in category.activities} if category else {}
    try:
        minutes = times.minutes_between(*times.moments(draft.day, draft.starts, draft.ends, zone, draft.doubled))
    except KelimError:
        minutes = 0
    return Sent(draft, category.title if category else {}, activities.get(draft.activity, {}), minutes, tuple(fields))


def day_of(text: str) -> date | None:
    """A day of an address, None for anything else."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year in times.YEARS else None
