"""Languages in which people meet, whatever languages Kelim itself has."""

from __future__ import annotations

ENDONYMS = {
    "he": "עברית",
    "ar": "العربية",
    "en": "English",
    "ru": "Русский",
    "am": "አማርኛ",
    "fr": "Français",
    "es": "Español",
    "yi": "ייִדיש",
    "ti": "ትግርኛ",
    "uk": "Українська",
}
SPOKEN = (*ENDONYMS, "other")
