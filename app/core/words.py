"""Marks text for translation where it is written down, long before anybody reads it."""

from collections.abc import Mapping

LANGUAGES = ("he", "ar", "en")
RIGHT_TO_LEFT = frozenset({"he", "ar"})
ENDONYMS = {"he": "עברית", "ar": "العربية", "en": "English"}


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for it
    """The message itself; the extractor finds it, the edge translates it."""
    return message


def name_in(names: Mapping[str, str], language: str, otherwise: str = "") -> str:
    """A name in `language`, else in the first of ours that it has."""
    return next((names[code] for code in (language, *LANGUAGES) if names.get(code)), otherwise)


def direction_of(language: str) -> str:
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"
