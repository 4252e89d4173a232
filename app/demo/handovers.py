"""Who takes people over in the demo, and hand-overs at each point that one can stand at."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial

from app.cases import queries as cases
from app.cases.models import PracticeCase
from app.core.clock import today
from app.demo.accounts import COORDINATOR, MENTOR, TRAINEE, address
from app.demo.cast import Cast
from app.demo.placements import CENTRE
from app.demo.story import Story
from app.enrolment.models import Cohort
from app.handovers import queries, receivers, rules, service
from app.handovers.checking import Offer
from app.handovers.models import Handover
from app.handovers.receivers import ReceiverDraft
from app.handovers.service import Told

WAITS = rules.Waits()
DANA = "dana.friedman"
SALMA = ReceiverDraft(
    kind=rules.PWP,
    name=TRAINEE.name,
    languages=("ar", "he"),
    account=TRAINEE.email,
    notes="ימי שלישי וחמישי, בערבית ובעברית.",
)
PSYCHOLOGIST = ReceiverDraft(
    kind=rules.PROFESSIONAL,
    name="ד״ר יעל אדמון",
    languages=("he", "en"),
    phone="02-000-0031",
    email=address("yael.admon"),
    notes="מבוגרים; עונה בטלפון בימי ראשון ורביעי בבוקר.",
)
PLACE = ReceiverDraft(
    kind=rules.CENTRE,
    name=CENTRE.name,
    languages=("he", "ar"),
    contact_name=CENTRE.contact_name,
    phone=CENTRE.contact_phone,
    notes="קבוצות שבועיות, גם בערבית.",
)
ALONE = "רוצה להיפגש עם אנשים ולא מוצא איך להתחיל. הליכה קצרה ביחד עזרה."
LOSS = "ישנה מעט מאז החורף. מבקשת לדבר עם מי שזה המקצוע שלו."
LOW = "أربع جلسات من التفعيل السلوكي من دون تغيّر يُذكر. تطلب لقاءً مع مختصّ."
FITS = "נשמע מתאים, אפשר להתחיל בשבוע הבא."


@dataclass
class Handing:
    """`receivers` and `offered` are ids by the receiver's name."""

    cast: Cast
    mentors: Cohort
    trainees: Cohort
    receivers: dict[str, int] = field(default_factory=dict)
    offered: dict[str, int] = field(default_factory=dict)

    def list_receivers(self) -> None:
        actor, place = self.cast.actor(COORDINATOR.box), self.cast.place
        for draft in (SALMA, PSYCHOLOGIST, PLACE):
            self.receivers[draft.name] = receivers.add(actor, place.id, draft).id

    def offer(self, box: str, number: int, to: ReceiverDraft, **words: str) -> None:
        """The case that somebody opened as their first (0), second … one; they agreed the day before."""
        plain = {"urgency": rules.ROUTINE, "consent_how": rules.SPOKEN, "consent_by": rules.PERSON}
        agreed = today() - timedelta(days=1)
        offer = Offer(receiver_id=self.receivers[to.name], consent_on=agreed, **(plain | words))  # type: ignore[arg-type]
        made = service.offer(self.cast.actor(box), self._case(box, number), offer, WAITS)
        self.offered[to.name] = made.id

    def accept(self) -> None:
        salma = self.cast.actor(TRAINEE.box)
        service.accept(salma, self._offered(SALMA), 1, WAITS, Told(note=FITS))

    def begin(self) -> None:
        service.begin(self.cast.actor(TRAINEE.box), self._offered(SALMA), 2, today())

    def decline(self) -> None:
        told = Told(by=PLACE.contact_name, on=today())
        service.decline(self.cast.actor(DANA), self._offered(PLACE), 1, "full", told)

    def _offered(self, to: ReceiverDraft) -> Handover:
        actor = self.cast.actor(COORDINATOR.box)
        return queries.get_handover(actor, self.offered[to.name])

    def _case(self, box: str, number: int) -> PracticeCase:
        cohort = self.mentors if box == MENTOR.box else self.trainees
        found = cases.list_open(self.cast.enrolments[cohort.id][box].id)
        return sorted(found, key=lambda one: one.id)[number]


def hand_over(story: Story, cast: Cast, mentors: Cohort, trainees: Cohort) -> None:
    """One has begun, one waits for its answer, one has waited too long, one was declined."""
    handing = Handing(cast, mentors, trainees)
    offer = handing.offer
    story.tell(story.ago(40, 9), handing.list_receivers)
    first = {"reason": "lasting", "language": "he", "summary": ALONE}
    story.tell(story.ago(26, 19), partial(offer, MENTOR.box, 0, SALMA, **first))
    story.tell(story.ago(24, 11), handing.accept)
    story.tell(story.ago(19, 17), handing.begin)
    dana = {"reason": "company", "language": "he", "summary": ""}
    story.tell(story.ago(12, 12), partial(offer, DANA, 0, PLACE, **dana))
    story.tell(story.ago(9, 12), handing.decline)
    low = {"reason": "no-change", "language": "ar", "summary": LOW, "urgency": rules.SOON}
    story.tell(story.ago(5, 14), partial(offer, TRAINEE.box, 1, PSYCHOLOGIST, **low))
    loss = {"reason": "asked", "language": "he", "summary": LOSS, "consent_how": rules.WRITTEN}
    story.tell(story.ago(1, 20), partial(offer, MENTOR.box, 1, SALMA, **loss))
