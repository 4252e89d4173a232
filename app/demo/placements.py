"""Where the demo's learners work: sites, those who sign, and a placement at each point that one can stand at."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from app.demo.accounts import COORDINATOR, MENTOR, SUPERVISOR, TRAINEE, address
from app.demo.cast import Cast
from app.demo.story import Story
from app.enrolment.models import Cohort, Enrolment
from app.placements import clearing, keeping, leading, service, supervising
from app.placements.models import POLICE, Placement, Site, Supervisor

SAFE_START = "safe-start"
CENTRE = keeping.SiteDraft(
    name="המרכז הקהילתי נוף הגיא",
    kind="community-centre",
    languages=("he", "ar"),
    capacity=6,
    needs_gate=SAFE_START,
    address="רחוב הדקל 4",
    contact_name="אורנה שקד",
    contact_phone="02-000-0021",
    contact_hours="ימים א׳–ה׳, 9:00–20:00",
    stand_in_name="יואב רם",
    stand_in_phone="02-000-0041",
)
WELFARE = keeping.SiteDraft(
    name="مكتب الرفاه – الحيّ الشرقيّ",
    kind="welfare",
    languages=("ar", "he"),
    capacity=2,
    needs_gate=SAFE_START,
    needs_clearance=True,
    contact_name="نسرين حاج",
    contact_phone="02-000-0022",
    contact_hours="الأحد–الخميس، 8:00–16:00",
    stand_in_name="رامي عودة",
    stand_in_phone="02-000-0042",
    notes="الدخول من الباب الخلفيّ بعد الرابعة.",
)
SCHOOL = keeping.SiteDraft(
    name="בית הספר השקמים",
    kind="education",
    languages=("he",),
    capacity=1,
    needs_gate=SAFE_START,
    needs_clearance=True,
    contact_name="מיכל ארד, יועצת",
    contact_phone="02-000-0023",
    contact_hours="ימים א׳–ו׳, 8:00–14:00",
    stand_in_name="מזכירות בית הספר",
    stand_in_phone="02-000-0043",
)
CLINIC = keeping.SiteDraft(
    name="המרפאה לבריאות הנפש בכיכר",
    kind="mental-health",
    languages=("he", "ar", "en"),
    capacity=4,
    needs_clearance=True,
    contact_name="תורנות המרפאה",
    contact_phone="02-000-0024",
    contact_hours="ימים א׳–ה׳, 8:00–19:00",
    stand_in_name="د. سليم ناصر",
    stand_in_phone="02-000-0044",
    contact_email=address("clinic"),
)
RONIT = supervising.SupervisorDraft(
    name="רונית שני", email=address("ronit.shani"), language="he", role_title="עובדת סוציאלית"
)
SUHA = supervising.SupervisorDraft(
    name="سهى زيدان", email=address("suha.zidan"), language="ar", role_title="عاملة اجتماعيّة"
)
NOGA = supervising.SupervisorDraft(
    name="נגה ברקת", email=address("noga.bareket"), language="he", role_title="מדריכת קבוצות של המכללה"
)
WHY = "הביקורים הראשונים נעשים יחד עם עמית ותיק, שנמצא שם לאורך כל הביקור."
VISITS = "ביקור אחד בשבוע, בימי רביעי אחר הצהריים, ושיחה קצרה עם רונית אחריו."
CLINIC_WEEKS = "يوم كامل في الأسبوع: لقاءات فرديّة ومجموعة واحدة، وإشراف كلّ أسبوعين."
WAITING, CANCELLED = "lior.ohayon", "natan.alemu"
AT_THE_CLINIC = (TRAINEE.box, "dana.friedman", "birhanu.admasu")
VISITS_BEGAN, CLINIC_BEGAN, ARRANGED, LED_SINCE = 98, 84, 105, 2
"""Days ago."""


@dataclass
class Arranging:
    """Sites and supervisors by the names that this story gives them."""

    story: Story
    cast: Cast
    mentors: Cohort
    trainees: Cohort
    sites: dict[str, Site] = field(default_factory=dict)
    signers: dict[str, Supervisor] = field(default_factory=dict)

    def open(self) -> None:
        actor, place = self.cast.actor(COORDINATOR.box), self.cast.place
        for draft in (CENTRE, WELFARE, SCHOOL, CLINIC):
            self.sites[draft.name] = keeping.make(actor, place.id, draft)
        person = self.cast.people[SUPERVISOR.box]
        inna = supervising.SupervisorDraft(
            name=SUPERVISOR.name,
            email=SUPERVISOR.email,
            language=SUPERVISOR.language,
            role_title="Clinical psychologist",
            phone="050-000-0002",
            person_id=person.id,
        )
        for signer in (RONIT, SUHA, NOGA, inna):
            self.signers[signer.email] = supervising.add(actor, place.id, signer)

    def ring(self) -> None:
        """Every site but the one that waits for its first learner."""
        for draft in (CENTRE, WELFARE, CLINIC):
            keeping.ring(self.cast.actor(COORDINATOR.box), self.sites[draft.name], self.sites[draft.name].version)

    def place_mentors(self) -> None:
        """One visits already, for a reason; one waits for the gate; one will not come."""
        actor = self.cast.actor(COORDINATOR.box)
        began, ends = self._ago(VISITS_BEGAN), self.mentors.ends_on
        visits = self._place(self._mentor(MENTOR.box), CENTRE, RONIT.email, (began, ends), 180, VISITS)
        service.override(actor, visits, WHY, visits.version)
        clearing.see(actor, self._mentor(WAITING), POLICE, self._ago(ARRANGED), None)
        self._place(self._mentor(WAITING), SCHOOL, RONIT.email, (self.story.today, ends), 120, "")

    def cancel_one(self) -> None:
        actor = self.cast.actor(COORDINATOR.box)
        days = (self.story.today + timedelta(days=14), self.mentors.ends_on)
        gone = self._place(self._mentor(CANCELLED), WELFARE, SUHA.email, days, None, "")
        service.cancel(actor, gone, gone.version)

    def place_trainees(self) -> None:
        actor = self.cast.actor(COORDINATOR.box)
        for box in AT_THE_CLINIC:
            learner = self.cast.enrolments[self.trainees.id][box]
            until = self._ago(CLINIC_BEGAN) + timedelta(days=730)
            clearing.see(actor, learner, POLICE, self._ago(CLINIC_BEGAN + 2), until)
            days = (self._ago(CLINIC_BEGAN), self.trainees.ends_on)
            self._place(learner, CLINIC, SUPERVISOR.email, days, 480, CLINIC_WEEKS)

    def name_group_supervisor(self) -> None:
        """From now on the college's, who signs by the weekly letter; before, it was whoever signs at the clinic."""
        actor, noga = self.cast.actor(COORDINATOR.box), self.signers[NOGA.email]
        leading.name(actor, self.trainees, "group-supervision", noga.id, self._ago(LED_SINCE), 0)

    def write_down_absence(self) -> None:
        """One of those who sign goes away soon."""
        days = (self.story.today + timedelta(days=9), self.story.today + timedelta(days=16))
        absence = supervising.AbsenceDraft(*days, self.signers[SUHA.email].id)
        supervising.be_away(self.cast.actor(COORDINATOR.box), self.signers[RONIT.email], absence)

    def _mentor(self, box: str) -> Enrolment:
        return self.cast.enrolments[self.mentors.id][box]

    def _ago(self, days: int) -> date:
        return self.story.today - timedelta(days=days)

    def _place(
        self,
        learner: Enrolment,
        site: keeping.SiteDraft,
        signer: str,
        days: tuple[date, date],
        minutes: int | None,
        frame: str,
    ) -> Placement:
        draft = service.PlacementDraft(
            site_id=self.sites[site.name].id,
            starts_on=days[0],
            ends_on=days[1],
            supervisor_id=self.signers[signer].id,
            weekly_minutes=minutes,
            frame=frame,
        )
        return service.place(self.cast.actor(COORDINATOR.box), learner, draft)


def arrange(story: Story, cast: Cast, mentors: Cohort, trainees: Cohort) -> None:
    arranging = Arranging(story, cast, mentors, trainees)
    story.tell(story.ago(ARRANGED, 10), arranging.open)
    story.tell(story.ago(ARRANGED, 11), arranging.place_mentors)
    story.tell(story.ago(CLINIC_BEGAN, 8), arranging.place_trainees)
    story.tell(story.ago(12, 13), arranging.cancel_one)
    story.tell(story.ago(9, 10), arranging.ring)
    story.tell(story.ago(2, 12), arranging.name_group_supervisor)
    story.tell(story.ago(2, 13), arranging.write_down_absence)
