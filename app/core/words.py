"""Marks text for translation where it is written down, long before anybody reads it."""

LANGUAGES = ("he", "ar", "en")
RIGHT_TO_LEFT = frozenset({"he", "ar"})
ENDONYMS = {"he": "עברית", "ar": "العربية", "en": "English"}


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for it
    """The message itself; the extractor finds it, the edge translates it."""
    return message


def direction_of(language: str) -> str:
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"
