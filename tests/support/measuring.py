"""A learner whose institution keeps scores, and forms that they fill."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from app.accounts.actor import SYSTEM, Actor
from app.accounts.models import Institution
from app.cases import keeping, queries
from app.cases.keeping import SettingDraft
from app.cases.rules import SCORES
from app.cases.service import CaseDraft, open_case
from app.core.clock import now, today
from app.core.db import session, write_transaction
from app.enrolment.models import Enrolment
from app.measures import service
from app.measures.drafts import MeasureDraft
from app.measures.models import DRAFT, KEPT, MISTYPED, CaseMeasure, MeasurePrompt
from tests.support.house import House
from tests.support.instruments import instruments
from tests.support.practice import Practice


def keep_level(house: House, institution_id: int, level: str, *, minors: bool = False) -> None:
    """What an institution keeps, as an administrator sets it."""
    with house.app.app_context(), write_transaction():
        before = queries.find_setting(institution_id)
        draft = SettingDraft(
            case_data=level,
            minors_measures=minors,
            signed_off_by="Dr Cohen" if minors else "",
            signed_off_on=today() if minors else None,
        )
        institution = session().get_one(Institution, institution_id)
        keeping.put(SYSTEM, institution, draft, before.version if before else 0)


def answers_of(instrument_id: str, value: int = 1, **changes: int) -> dict[str, int]:
    """Every question answered alike, but those that are named: `q9=0`."""
    changed = {name.removeprefix("q"): answer for name, answer in changes.items()}
    return {item.id: changed.get(item.id, value) for item in instruments()[instrument_id].items}


def phq(case_id: int, value: int = 1, *, asked: int = 0, day: date | None = None, **more: object) -> MeasureDraft:
    """PHQ-9 with every answer alike but the ninth."""
    answers = answers_of("phq-9", value, q9=asked)
    fixed = {"case_id": case_id, "instrument": "phq-9", "language": "en"}
    values = fixed | {"taken_on": day or today(), "answers": answers}
    return MeasureDraft(**(values | more))  # type: ignore[arg-type]


@dataclass
class Measuring(Practice):
    """`Practice` at an institution that keeps scores, with one case."""

    case_id: int = 0

    def __post_init__(self) -> None:
        super().__post_init__()
        with self.house.app.app_context():
            institution_id = self.enrolment.cohort.institution_id
        if self.level_of(institution_id) != SCORES:
            keep_level(self.house, institution_id, SCORES)
        self.case_id = self.case()

    def level_of(self, institution_id: int) -> str:
        with self.house.app.app_context():
            return queries.find_level(institution_id)

    def keep_level(self, level: str, *, minors: bool = False) -> None:
        with self.house.app.app_context():
            institution_id = self.enrolment.cohort.institution_id
        keep_level(self.house, institution_id, level, minors=minors)

    def take(self, draft: MeasureDraft, client_id: str = "") -> int:
        with self.inside():
            return service.take(self.actor, self.house.ring, self.enrolment, draft, client_id or str(uuid4())).id

    def form(self, instrument_id: str, answers: Mapping[str, int] | None = None, **more: str) -> dict[str, str]:
        """What a browser sends."""
        typed = {f"answer-{name}": str(value) for name, value in (answers or {}).items()}
        return {
            "enrolment": str(self.enrolment_id),
            "instrument": instrument_id,
            "client_id": str(uuid4()),
            "case": str(self.case_id),
            "taken_on": today().isoformat(),
            "language": "he",
            **typed,
            **more,
        }


def measure_of(measure_id: int) -> CaseMeasure:
    return session().get_one(CaseMeasure, measure_id)


def prompt_of(measure_id: int) -> MeasurePrompt | None:
    return measure_of(measure_id).prompt


def in_every_state(house: House, enrolment_id: int, supervisor_id: int) -> None:
    """A measure in each state, and one that asks this supervisor: rows for policies, not for proofs."""
    with house.app.app_context(), write_transaction():
        learner = session().get_one(Enrolment, enrolment_id)
        actor = Actor(learner.person_id, "", "en")
        case = open_case(actor, learner, CaseDraft(age_band="66+", step=1, presentation="loss"))
        for state in (DRAFT, KEPT, MISTYPED, KEPT):
            made = CaseMeasure(
                case_id=case.id,
                enrolment_id=enrolment_id,
                client_id=str(uuid4()),
                received_digest="",
                instrument="wsas",
                instrument_version="2002",
                language="en",
                taken_on=today(),
                state=state,
                created_at=now(),
                updated_at=now(),
            )
            session().add(made)
        made.prompt = MeasurePrompt(supervisor_id=supervisor_id, created_at=now())
        session().flush()


def measure_something(house: House, enrolment_id: int, case_id: int, asked: int = 1) -> int:
    """A form that asks for a conversation, at an institution that keeps scores from then on."""

    with house.app.app_context():
        learner = session().get_one(Enrolment, enrolment_id)
        institution_id, person_id = learner.cohort.institution_id, learner.person_id
        level = queries.find_level(institution_id)
    if level != SCORES:
        keep_level(house, institution_id, SCORES)
    with house.app.app_context(), write_transaction():
        learner = session().get_one(Enrolment, enrolment_id)
        actor = Actor(person_id, "", "en")
        return service.take(actor, house.ring, learner, phq(case_id, asked=asked), str(uuid4())).id
