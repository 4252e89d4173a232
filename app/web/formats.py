"""Numbers, minutes, days and moments as people of each language write them (Western digits everywhere)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from babel import Locale
from babel.dates import format_date, format_datetime
from markupsafe import Markup

from app.core.clock import DEFAULT_ZONE, zone
from app.core.words import name_in

HOUR = 60
_UNITS = {"en": ("h", "min"), "he": ("שע׳", "דק׳"), "ar": ("س", "د")}
_LOCALES = {"en": "en_GB", "he": "he", "ar": "ar_IL"}
# Arabic's own short form of a day is all numbers, which a reader of two directions cannot tell apart.
_DAYS = {("ar", "medium"): "d MMM y"}
_MOMENTS = {"en": "EEE d MMM y, HH:mm", "he": "EEE d בMMM y, HH:mm", "ar": "EEE d MMM y، HH:mm"}
COMMAS = {"en": ", ", "he": ", ", "ar": "، "}


def filters(lang: str) -> dict[str, Callable[..., Any]]:
    return {
        "minutes": lambda value: minutes(value, lang),
        "day": lambda value, style="medium": day(value, lang, style),
        "moment": lambda value, time_zone=DEFAULT_ZONE: moment(value, lang, time_zone),
        "clock": clock,
        "languages": lambda codes: language_names(codes, lang),
        "ltr": isolate,
        "bdi": lambda value: isolate(value, "auto"),
    }


def minutes(value: int, lang: str) -> str:
    """75 → "1 h 15 min"; signs are kept for corrections."""
    hour, minute = _UNITS[lang]
    sign, value = ("\u2212" if value < 0 else ""), abs(value)
    hours, rest = divmod(value, HOUR)
    parts = [f"{hours} {hour}"] if hours else []
    if rest or not hours:
        parts.append(f"{rest} {minute}")
    return sign + " ".join(parts)


def day(value: date, lang: str, style: str = "medium") -> str:
    return str(format_date(value, format=_DAYS.get((lang, style), style), locale=_locale(lang)))


def moment(value: datetime, lang: str, time_zone: str = DEFAULT_ZONE) -> str:
    return str(format_datetime(value, _MOMENTS[lang], tzinfo=zone(time_zone), locale=_locale(lang)))


def clock(value: datetime, time_zone: str = DEFAULT_ZONE) -> Markup:
    """10:35, in every language."""
    return isolate(f"{value.astimezone(zone(time_zone)):%H:%M}")


def language_names(codes: Iterable[str], lang: str) -> str:
    """["ar", "he"] → "Arabic, Hebrew", in the reader's words."""
    names = Locale.parse(_locale(lang)).languages
    return COMMAS[lang].join(names.get(code, code) for code in codes)


def _locale(lang: str) -> str:
    return f"{_LOCALES[lang]}"


def isolate(value: object, direction: str = "ltr") -> Markup:
    """A code, number or phone that keeps its own direction inside right-to-left text; a name has its own: `auto`."""
    return Markup('<bdi dir="%s">%s</bdi>') % (direction, str(value))


def isolated(text: str) -> str:
    """The same where no element can stand, as in the options of a list."""
    return f"\u2068{text}\u2069"


def place_name(cohort: str, institution: Mapping[str, str], lang: str) -> str:
    """A cohort (empty: none) at its institution, in the reader's language or the first that there is."""
    name = name_in(institution, lang)
    return f"{isolated(cohort)} · {name}" if cohort else name
