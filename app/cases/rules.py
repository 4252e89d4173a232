"""What a case may say of somebody: little, and from lists."""

from __future__ import annotations

import secrets

from app.core.words import N_

MINORS = "16-17"
AGE_BANDS = (MINORS, "18-25", "26-40", "41-65", "66+")
STEPS = {1: N_("Mentor"), 2: N_("PWP practitioner"), 3: N_("Licensed professional")}
PRESENTATIONS = {
    "low-mood": N_("Low mood"),
    "worry": N_("Worry and anxiety"),
    "panic": N_("Panic"),
    "stress": N_("Stress and strain"),
    "after-events": N_("After hard events"),
    "loss": N_("Loss and grief"),
    "loneliness": N_("Loneliness"),
    "sleep": N_("Sleep"),
    "family": N_("Family and relationships"),
    "studies-work": N_("Studies, work, money"),
    "recovery": N_("Recovery and daily life"),
    "other": N_("Something else"),
}

NONE, COUNTS, SCORES = "none", "counts", "scores"
LEVELS = (NONE, COUNTS, SCORES)
"""What an institution keeps of cases: nothing, codes and what lists say of them, the scores of measures as well."""

# No I, L, O, U, 0, 1, 5 or S: whoever hears or reads a code writes it down right.
ALPHABET = "2346789ABCDEFGHJKMNPQRTVWXYZ"
GROUPS, GROUP = 2, 4


def new_code() -> str:
    """Eight signs in two groups, such as "K7MA-4QXR": 38 bits, says nothing of anybody."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(GROUP)) for _ in range(GROUPS))


def needs_guardian(age_band: str) -> bool:
    return age_band == MINORS
