"""Whether a case can be offered as it was written down."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date

from app.cases import queries as cases
from app.cases import rules as case_rules
from app.cases.models import PracticeCase
from app.core.clock import today
from app.core.errors import Conflict, Invalid
from app.core.spoken import SPOKEN
from app.core.words import N_
from app.handovers import queries, rules
from app.handovers.models import Receiver


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    receiver_id: int
    reason: str
    urgency: str
    language: str
    consent_on: date | None
    consent_how: str
    consent_by: str
    guardian_confirmed: bool = False
    has_consent: bool = True
    summary: str = ""

    def columns(self, is_minor: bool) -> dict[str, object]:
        """As they are stored."""
        values = asdict(self)
        del values["receiver_id"], values["has_consent"]
        confirmed = is_minor and self.guardian_confirmed
        return values | {"summary": self.summary.strip(), "guardian_confirmed": confirmed}


NO_CONSENT = N_("Without the person's consent nothing is handed over. Below stands what you can do instead.")
GUARDIAN = N_(
    "With people of 16 and 17 the rule of your framework about parents comes first, for a hand-over too. Ask your "
    "coordinator what it is; confirm it here once it is kept."
)


def require_offerable(case: PracticeCase) -> None:
    """Raises Conflict for a case that is closed, and where none is kept any more."""
    if case.closed_on is not None:
        raise Conflict(N_("This case is closed. Open it again to hand it over."))
    if not cases.keeps_cases(case.institution_id):
        raise Conflict(N_("Your institution keeps no cases in Kelim. Hand over by phone, as your framework does."))


def check(case: PracticeCase, offer: Offer) -> Receiver:
    """Returns who receives. Raises Invalid; the consent comes before everything else."""
    day = today(case.enrolment.cohort.institution.time_zone)
    _check_consent(case, offer, day)
    _check_words(offer)
    receiver = next((one for one in queries.list_offers(case.enrolment, day) if one.id == offer.receiver_id), None)
    if receiver is None:
        raise Invalid(N_("Choose somebody of the list who takes people over now."), field="receiver_id")
    if queries.has_live(case.id, receiver.id):
        raise Invalid(N_("This case is being handed over to them already. See your hand-overs."), field="receiver_id")
    return receiver


def _check_consent(case: PracticeCase, offer: Offer, day: date) -> None:
    if not offer.has_consent:
        raise Invalid(NO_CONSENT, field="has_consent")
    if offer.consent_on is None or offer.consent_on > day:
        raise Invalid(N_("Choose the day on which they agreed; it cannot be to come."), field="consent_on")
    if offer.consent_how not in rules.CONSENT_HOW:
        raise Invalid(N_("Choose how they agreed."), field="consent_how")
    if offer.consent_by not in rules.CONSENT_BY:
        raise Invalid(N_("Choose who agreed."), field="consent_by")
    if case_rules.needs_guardian(case.age_band) and not offer.guardian_confirmed:
        raise Invalid(GUARDIAN, field="guardian_confirmed")


def _check_words(offer: Offer) -> None:
    if offer.reason not in rules.REASONS:
        raise Invalid(N_("Choose why."), field="reason")
    if offer.urgency not in rules.URGENCIES:
        raise Invalid(N_("Choose how soon."), field="urgency")
    if offer.language not in SPOKEN:
        raise Invalid(N_("Choose a language."), field="language")
    if len(offer.summary.strip()) > rules.LONGEST_SUMMARY:
        raise Invalid(N_("Say it in at most 500 characters."), field="summary")
