"""Cases, and the languages of those whom they are about, as pages name them."""

from __future__ import annotations

from app.cases.models import PracticeCase
from app.cases.rules import PRESENTATIONS
from app.core.spoken import ENDONYMS
from app.core.words import N_
from app.web.formats import isolated
from app.web.languages import gettext

OTHER_LANGUAGE = N_("Another language")


def case_label(case: PracticeCase) -> str:
    """A code keeps its own direction; what stands beside it helps to tell codes apart."""
    about = gettext(PRESENTATIONS[case.presentation]) if case.presentation in PRESENTATIONS else case.presentation
    return f"{isolated(case.code)} · {isolated(case.age_band)} · {about}"


def spoken(code: str) -> str:
    return ENDONYMS.get(code) or gettext(OTHER_LANGUAGE)
