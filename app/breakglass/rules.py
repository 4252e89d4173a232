"""How long, and for what reasons."""

from __future__ import annotations

from datetime import timedelta

from app.core.words import N_

LASTS = timedelta(hours=4)
LEAST, MOST = 20, 500
"""Signs of a reason."""

EXAMPLES = (
    N_("Somebody may be in danger, and neither the learner nor the supervisor can be reached."),
    N_("A complaint was made, and what was written at the time has to be compared with it."),
    N_("The supervisor has left, and whoever takes over has to know where the accompaniment stands."),
    N_("The person concerned, or the law, asks what is kept about them."),
)


def tidy(reason: str) -> str:
    return " ".join(reason.split())
