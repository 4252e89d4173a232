"""What a line asks for, what is wrong with it, and what would become of it. Pure: facts come in, outcomes go out."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.accounts import names
from app.core.errors import Invalid
from app.core.words import N_
from app.imports import emails, values
from app.imports.headings import EMAIL, FIRST, LANGUAGE, LAST, NAME, PHONE, START

NEW, JOINS, CHANGED, UNCHANGED, PROBLEM, LEFT_OUT = "new", "joins", "changed", "unchanged", "problem", "left-out"
KINDS = (PROBLEM, NEW, JOINS, CHANGED, UNCHANGED, LEFT_OUT)
WRITES = (NEW, JOINS, CHANGED)
SURE = "sure"
"""Among what was mended: the address is right although it looks like a slip."""

BEFORE_START = timedelta(days=366)
_FORMULA_SIGNS = ("=", "+", "@", "-")
_SEVERAL = (";", " , ", "/")

Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Place:
    """Where people come to: days of its cohort (none for an institution), and the language of who names none."""

    language: str
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class Trouble:
    """`suggestion` is what was probably meant."""

    field: str
    message: str
    suggestion: str = ""
    values: Mapping[str, object] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Wanted:
    email: str
    name: str
    language: str
    phone: str = ""
    start: date | None = None
    is_language_given: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """What is there about an address. `is_own`: invited here, not here yet, so that name and language may be mended.

    `left_on`: they were in the cohort and left it.
    """

    person_id: int
    name: str
    language: str
    is_active: bool
    is_own: bool
    enrolment_id: int | None = None
    left_on: date | None = None
    holds_role: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """`changes`: field → (before, after); `note` says why something is not done."""

    number: int
    kind: str
    wanted: Wanted
    troubles: tuple[Trouble, ...] = ()
    known: Known | None = None
    changes: Mapping[str, tuple[str, str]] = dataclasses.field(default_factory=dict)
    note: str = ""
    same_as: int = 0


@dataclass(frozen=True, slots=True)
class Given:
    """A line as it is read: `texts` with what was mended over it."""

    number: int
    texts: Texts
    formulas: frozenset[str] = frozenset()
    is_left_out: bool = False


NO_EMAIL = N_("There is no e-mail address. Write one: it is how people sign in.")
BAD_EMAIL = N_("This is no e-mail address. Write one such as name@example.org.")
ODD_EMAIL = N_("This address looks like a slip. Choose the right one, or say that it is right as it stands.")
TWO_EMAILS = N_("There is more than one address. Choose one.")
NO_NAME = N_("There is no name. Write one.")
BAD_NAME = N_("This is no name. Write the name as it should stand on certificates.")
BAD_PHONE = N_("This is no phone number. Write it as 050-123-4567, or leave it empty.")
BAD_DAY = N_("This is no day. Write it as 25/10/2026, day first, or leave it empty.")
FAR_DAY = N_("This day does not belong to the cohort, which runs from %(first)s to %(last)s.")
BAD_LANGUAGE = N_("Kelim speaks Hebrew, Arabic and English. Choose one, or leave it empty.")
FORMULA = N_("A formula stands here, and formulas are not calculated. Write the value itself.")
TWICE = N_("Line %(number)s has the same address with another name. Everybody needs an address of their own.")
CLOSED = N_("The account of this address was closed. An administrator can tell you more.")
KEEPS_NAME = N_("The account keeps its own name, which the person chose.")
KEEPS_DAY = N_("They are in the cohort already; the day they came stays.")


def wanted_of(given: Given, place: Place, usual: Collection[str]) -> tuple[Wanted, list[Trouble]]:
    """What the line asks for, as far as it can be read, and what cannot be."""
    texts, troubles = given.texts, []
    troubles += [Trouble(one, FORMULA) for one in sorted(given.formulas) if not texts.get(one)]
    address = emails.tidy(texts.get(EMAIL, ""))
    name, start = _name(texts), values.day_of(texts.get(START, ""))
    language = values.language_of(texts.get(LANGUAGE, ""))
    phone = values.phone_of(texts.get(PHONE, ""))
    told = {one.field for one in troubles}
    troubles += [] if EMAIL in told else _email_troubles(address, texts, usual)
    troubles += [] if told & {NAME, FIRST, LAST} else _name_troubles(name)
    if texts.get(PHONE) and phone is None:
        troubles.append(Trouble(PHONE, BAD_PHONE))
    if texts.get(LANGUAGE) and language is None:
        troubles.append(Trouble(LANGUAGE, BAD_LANGUAGE))
    if texts.get(START):
        troubles += _day_troubles(start, place)
    chosen = language or place.language
    return Wanted(address, name, chosen, phone or "", start, is_language_given=language is not None), troubles


def _name(texts: Texts) -> str:
    joined = texts.get(NAME) or " ".join(filter(None, (texts.get(FIRST), texts.get(LAST))))
    try:
        return names.clean(joined)
    except Invalid:
        return joined


def _name_troubles(name: str) -> list[Trouble]:
    if not name:
        return [Trouble(NAME, NO_NAME)]
    try:
        names.clean(name)
    except Invalid as error:
        return [Trouble(NAME, error.message, values=error.values)]
    odd = "@" in name or name.startswith(_FORMULA_SIGNS) or sum(sign.isdigit() for sign in name) > 3
    return [Trouble(NAME, BAD_NAME)] if odd else []


def _email_troubles(address: str, texts: Texts, usual: Collection[str]) -> list[Trouble]:
    if not address:
        return [Trouble(EMAIL, NO_EMAIL)]
    if address.count("@") > 1 and any(sign in address for sign in (*_SEVERAL, ",", " ")):
        return [Trouble(EMAIL, TWO_EMAILS)]
    better = emails.likely(address, usual)
    if not emails.is_good(address):
        return [Trouble(EMAIL, BAD_EMAIL, better)]
    return [Trouble(EMAIL, ODD_EMAIL, better)] if better and not texts.get(SURE) else []


def _day_troubles(start: date | None, place: Place) -> list[Trouble]:
    if start is None:
        return [Trouble(START, BAD_DAY)]
    if place.starts_on is None or place.ends_on is None:
        return []
    if not place.starts_on - BEFORE_START <= start <= place.ends_on:
        return [Trouble(START, FAR_DAY, values={"first": place.starts_on, "last": place.ends_on})]
    return []


def outcomes(lines: Sequence[Given], place: Place, known: Mapping[str, Known]) -> list[Outcome]:
    """What becomes of each line. An address that stands twice is done once, or is a problem if the names differ."""
    usual = emails.usual_domains(emails.tidy(one.texts.get(EMAIL, "")) for one in lines)
    first: dict[str, Outcome] = {}
    found = []
    for line in lines:
        wanted, troubles = wanted_of(line, place, usual)
        outcome = _outcome(line, wanted, troubles, known.get(wanted.email), first.get(wanted.email))
        if outcome.kind != LEFT_OUT and not outcome.same_as and wanted.email:
            first.setdefault(wanted.email, outcome)
        found.append(outcome)
    return found


def _outcome(
    line: Given, wanted: Wanted, troubles: list[Trouble], known: Known | None, earlier: Outcome | None
) -> Outcome:
    if line.is_left_out:
        return Outcome(line.number, LEFT_OUT, wanted)
    if earlier is not None:
        if _same_name(earlier.wanted.name, wanted.name):
            return Outcome(line.number, UNCHANGED, wanted, same_as=earlier.number)
        troubles = [*troubles, Trouble(EMAIL, TWICE, values={"number": earlier.number})]
    if known is not None and not known.is_active:
        troubles = [*troubles, Trouble(EMAIL, CLOSED)]
    if troubles:
        return Outcome(line.number, PROBLEM, wanted, tuple(troubles))
    return Outcome(line.number, NEW, wanted) if known is None else _about(line.number, wanted, known)


def _about(number: int, wanted: Wanted, known: Known) -> Outcome:
    changes = _changes(wanted, known) if known.is_own else {}
    note = "" if known.is_own or _same_name(wanted.name, known.name) else KEEPS_NAME
    if not known.holds_role or known.left_on:
        return Outcome(number, JOINS, wanted, (), known, changes, note if known.holds_role else "")
    if not note and wanted.start is not None:
        note = KEEPS_DAY
    return Outcome(number, CHANGED if changes else UNCHANGED, wanted, (), known, changes, note)


def _changes(wanted: Wanted, known: Known) -> dict[str, tuple[str, str]]:
    found = {}
    if wanted.name != known.name:
        found["name"] = (known.name, wanted.name)
    if wanted.is_language_given and wanted.language != known.language:
        found["language"] = (known.language, wanted.language)
    return found


def _same_name(one: str, other: str) -> bool:
    """Whichever way round first and last name stand."""
    return sorted(one.casefold().split()) == sorted(other.casefold().split())


def count(found: Iterable[Outcome]) -> dict[str, int]:
    counts = dict.fromkeys(KINDS, 0)
    for one in found:
        counts[one.kind] += 1
    return counts


def digest(found: Iterable[Outcome]) -> str:
    """Names this picture: another one has another digest, whoever or whatever made it another."""
    facts = [
        (
            one.number,
            one.kind,
            *_facts(one.wanted),
            one.known.person_id if one.known else 0,
            sorted(one.changes.items()),
        )
        for one in found
    ]
    return hashlib.sha256(json.dumps(facts, ensure_ascii=False).encode()).hexdigest()


def _facts(wanted: Wanted) -> tuple[str, ...]:
    return (wanted.email, wanted.name, wanted.language, str(wanted.start or ""))
