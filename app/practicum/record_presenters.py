"""A signed record as data for its paper, in the paper's language."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask_babel import force_locale

from app.cards import codes
from app.catalogue.types import Words, in_language
from app.core.clock import day_of, zone
from app.core.words import N_
from app.papers import service as papers
from app.practicum import record_codes, signing_papers
from app.practicum.models import PracticumDecision, PracticumEntry
from app.practicum.records import Draft
from app.web import formats
from app.web.languages import gettext

PRINT = 8
TITLE = N_("Record of signed practice")
VIA = {"account": N_("signed in, with an account"), "link": N_("by a link and a code, sent to the registered address")}
WORDS = {
    "together": N_("Together"),
    "kind": N_("Kind of practice"),
    "lines": N_("Lines"),
    "time": N_("Duration"),
    "all": N_("All of it"),
    "signers": N_("Who signed"),
    "number": N_("No."),
    "name": N_("Name"),
    "role": N_("Role"),
    "how": N_("How"),
    "each": N_("Line by line"),
    "day": N_("Day"),
    "clock": N_("Time of day"),
    "what": N_("What"),
    "people": N_("People"),
    "signer": N_("Signed by no."),
    "signed": N_("Signed on"),
    "print": N_("Fingerprint"),
    "check": N_("Check this record"),
    "check_how": N_(
        "Open this address and type the code. It says whether the record holds, and whether this file is the one "
        "that was made."
    ),
}


def draw(draft: Draft, public_url: str) -> bytes:
    """The PDF. Raises papers' Undrawable."""
    with force_locale(draft.language):
        data = _data(draft, public_url)
        title = gettext(TITLE)
    return papers.draw("practicum/record", data, language=draft.language, title=title, at=draft.made_at)


def address(public_url: str, code: str) -> str:
    return f"{public_url.rstrip('/')}/verify/{record_codes.shown(code)}"


def _data(draft: Draft, public_url: str) -> dict[str, Any]:
    facts, signers = draft.facts(), _signers(draft)
    numbers = {key: number for number, key in enumerate(signers, 1)}
    minutes = sum(one.minutes for one in draft.entries)
    here = address(public_url, draft.code)
    return {
        "words": {name: gettext(text) for name, text in WORDS.items()} | {"heading": gettext(TITLE)},
        "running": " · ".join(
            formats.isolated(text)
            for text in (gettext(TITLE), draft.learner.person.name, record_codes.shown(draft.code))
        ),
        "facts": list(_facts(draft)),
        "totals": [
            {
                "title": _say(kind["title"], draft.language),
                "lines": kind["lines"],
                "time": formats.minutes(kind["minutes"], draft.language),
            }
            for kind in facts["kinds"]
        ],
        "total": formats.minutes(minutes, draft.language),
        "signers": [
            {"number": numbers[key], "name": key[0], "role": key[1], "how": key[2], "lines": lines}
            for key, lines in signers.items()
        ],
        "lines": [_line(one, draft, numbers[_key(_decision(one), draft)]) for one in draft.entries],
        "code": record_codes.shown(draft.code),
        "code_rows": codes.rows(here),
        "address": here,
    }


def _facts(draft: Draft) -> Iterator[tuple[str, str]]:
    language, institution = draft.language, draft.learner.cohort.institution
    sites = dict.fromkeys(one.placement.site.name for one in draft.entries if one.placement)
    yield gettext(N_("Name")), draft.learner.person.name
    yield gettext(N_("Programme")), _say(draft.programme.title, language)
    yield gettext(N_("Institution")), _say(institution.names, language)
    if sites:
        yield gettext(N_("Where")), formats.COMMAS[language].join(sites)
    yield gettext(N_("Span")), f"{formats.day(draft.from_day, language)} – {formats.day(draft.until_day, language)}"
    yield gettext(N_("Made on")), formats.moment(draft.made_at, language, institution.time_zone)


def _line(entry: PracticumEntry, draft: Draft, signer: int) -> dict[str, Any]:
    decision, practicum = _decision(entry), draft.programme.practicum
    category = practicum.find_category(entry.category) if practicum else None
    activity = next((one.title for one in category.activities if one.id == entry.activity), {}) if category else {}
    what = (_say(words, draft.language) for words in (category.title if category else {}, activity))
    clock = (one.astimezone(zone(entry.zone)).strftime("%H:%M") for one in (entry.starts_at, entry.ends_at) if one)
    return {
        "day": formats.day(entry.day, draft.language) if entry.day else "",
        "clock": "–".join(clock),
        "what": " · ".join(text for text in what if text),
        "time": formats.minutes(entry.minutes, draft.language),
        "people": entry.people,
        "signer": signer,
        "signed": formats.day(day_of(decision.at, entry.zone), draft.language),
        "print": entry.hash[:PRINT],
    }


def _signers(draft: Draft) -> dict[tuple[str, str, str], int]:
    """Name, role and way → how many lines, in the order of the lines."""
    found: dict[tuple[str, str, str], int] = {}
    for one in draft.entries:
        key = _key(_decision(one), draft)
        found[key] = found.get(key, 0) + 1
    return found


def _decision(entry: PracticumEntry) -> PracticumDecision:
    return entry.decisions[-1]


def _key(decision: PracticumDecision, draft: Draft) -> tuple[str, str, str]:
    return decision.signer_name, decision.signer_role, _how(decision, draft.language)


def _how(decision: PracticumDecision, language: str) -> str:
    if decision.via in VIA:
        return str(gettext(VIA[decision.via]))
    paper = signing_papers.find_paper(decision.paper_id)
    if paper is None:
        return str(gettext(N_("on paper")))
    day = formats.day(paper.signed_on, language)
    if paper.uploaded_by is None:
        return str(gettext(N_("on paper, on %(day)s"))) % {"day": day}
    told = str(gettext(N_("on paper, on %(day)s; uploaded by %(name)s")))
    return told % {"day": day, "name": paper.uploaded_by.name}


def _say(words: Words, language: str) -> str:
    return in_language(words, language)[1]
