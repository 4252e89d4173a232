"""What the occasion brings to a pack: the cover, the lists to have at hand, the roll."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from typing import Any

from app.catalogue.types import Contact, in_language
from app.core.words import N_
from app.learning.printing_lesson_presenters import USUAL_PEOPLE, Occasion
from app.learning.staff_presenters import wall_clock
from app.papers.letters import isolated
from app.web.formats import day, minutes, moment
from app.web.languages import gettext

KINDS = {
    "self-study": N_("Self-study"),
    "workshop": N_("Workshop"),
    "live": N_("Live online"),
    "simulation": N_("Simulation"),
}
_NAMED = re.compile(r'<span class="contact"><bdi>(.*?)</bdi>')


def labels() -> dict[str, str]:
    """Fixed words of the pack."""
    return {
        "clock": gettext(N_("Clock")),
        "minutes": gettext(N_("Minutes")),
        "what": gettext(N_("What")),
        "together": gettext(N_("together")),
        "apart": gettext(N_("On pages of its own in this pack.")),
        "in_pack": gettext(N_("In this pack")),
        "sources": gettext(N_("Sources by number")),
        "name": gettext(N_("Name")),
        "present": gettext(N_("Present")),
        "came": gettext(N_("Came at")),
        "left": gettext(N_("Left at")),
        "note": gettext(N_("Note")),
    }


def running(occasion: Occasion) -> str:
    """What stands at the foot of every page."""
    parts = [_title(occasion)]
    if occasion.meeting:
        parts.append(_day(occasion))
    return " · ".join(parts)


def _title(occasion: Occasion) -> str:
    """The lesson's number and title."""
    title = isolated(in_language(occasion.lesson.title, occasion.language, occasion.lesson.source_language)[1])
    return f"\u2066{occasion.lesson.number}\u2069 {title}" if occasion.lesson.number else title


def _day(occasion: Occasion) -> str:
    meeting = occasion.meeting
    return moment(meeting.starts_at, occasion.language, meeting.cohort.institution.time_zone) if meeting else ""


def cover(occasion: Occasion, contents: list[str]) -> dict[str, Any]:
    """`contents`: titles of the parts that follow."""
    lesson = occasion.lesson
    warning = lesson.warning
    return {
        "eyebrow": gettext(N_("For whoever leads the meeting")),
        "title": occasion.plain(lesson.title),
        "facts": _facts(occasion),
        "warning": [occasion.plain(x) for x in (warning.text, warning.alternative, warning.aftercare) if x]
        if warning
        else [],
        "warning_title": gettext(N_("What may be hard")),
        "contents": contents,
    }


def _facts(occasion: Occasion) -> list[list[str]]:
    lesson, meeting = occasion.lesson, occasion.meeting
    length = minutes(lesson.minutes, occasion.language)
    shares = gettext(
        N_("theory %(theory)s, practice %(practice)s"), theory=lesson.theory_minutes, practice=lesson.practice_minutes
    )
    facts = [
        [gettext(N_("Lesson")), " · ".join(x for x in (lesson.number, gettext(KINDS[lesson.kind])) if x)],
        [gettext(N_("How long")), f"{length} ({shares})"],
    ]
    if meeting is None:
        return [*facts, [gettext(N_("Begins at")), wall_clock(occasion.start)]]
    facts += [[gettext(N_("When")), _day(occasion)], [gettext(N_("Cohort")), isolated(meeting.cohort.name)]]
    facts += [[gettext(N_("Where")), isolated(meeting.place)]] if meeting.place else []
    facts += [[gettext(N_("Link")), f"\u2066{meeting.link}\u2069"]] if meeting.link else []
    return [*facts, [gettext(N_("Learners")), str(len(occasion.names))]]


def never(occasion: Occasion) -> list[dict[str, Any]]:
    """What the lesson says that a mentor never does, with the list's own numbers."""
    listed = occasion.catalogue.never
    return [{"code": code, **occasion.plain(listed[code])} for code in occasion.lesson.never if code in listed]


def contacts(occasion: Occasion) -> list[dict[str, Any]]:
    """Every helpline that the learner's page or the notes name, once, in the catalogue's order."""
    named = {
        (one.lang, unescape(name))
        for one in (*occasion.page, *occasion.notes)
        for text in (one.body, *(part for item in one.items for part in item[1:3]))
        for name in _NAMED.findall(text)
    }
    found = [
        contact
        for contact in occasion.catalogue.contacts.values()
        if any((language, name) in named for language, name in contact.name.items())
    ]
    return [_contact(occasion, contact) for contact in found]


def _contact(occasion: Occasion, contact: Contact) -> dict[str, Any]:
    says = N_("Read on %(day)s; no institution has confirmed it yet.")
    asked = contact.read_on
    if contact.verified_on:
        says, asked = N_("Confirmed on %(day)s."), contact.verified_on
    return {
        "name": occasion.plain(contact.name),
        "phone": contact.phone,
        "site": re.sub(r"^https?://|/$", "", contact.url),
        "says": occasion.plain(contact.says),
        "hours": occasion.plain(contact.hours),
        "state": gettext(says, day=day(date.fromisoformat(asked), occasion.language)),
    }


def roll(occasion: Occasion) -> dict[str, Any]:
    """Names to tick, or blank lines where no meeting is planned."""
    meeting = occasion.meeting
    return {
        "facts": [
            fact
            for fact in (_title(occasion), _day(occasion), isolated(meeting.cohort.name) if meeting else "")
            if fact
        ],
        "names": [*occasion.names] or [""] * USUAL_PEOPLE,
    }
