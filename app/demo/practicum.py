"""What the demo's learners do in the field: entries in every state, signed by two supervisors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import partial
from uuid import NAMESPACE_URL, uuid5

from app.accounts.actor import Actor
from app.cases import service as cases
from app.demo.accounts import MENTOR, SUPERVISOR, TRAINEE
from app.demo.calendar import SUNDAY, last_on
from app.demo.cast import Cast
from app.demo.placements import RONIT, VISITS_BEGAN
from app.demo.story import Story
from app.enrolment.models import Cohort, Enrolment
from app.placements.models import Supervisor
from app.placements.people import list_active
from app.practicum import queries, service
from app.practicum.deciding import ACCOUNT, LINK, Signer
from app.practicum.drafts import Draft, draft_of

WEDNESDAY, THURSDAY = 2, 3
WEEKS = 12
LEARNED = {
    "he": (
        "לחכות עוד רגע לפני שאני שואלת",
        "כשסיכמתי במשפט אחד, השיחה נפתחה",
        "צעד קטן אחד הספיק לנו להיום",
        "",
        "שאלתי על השבוע במקום על הבעיה",
        "ללכת יחד עד הדלת עזר יותר מהסבר",
    ),
    "ar": (
        "الصمت القصير أعطى مساحة للكلام",
        "",
        "سألتُ قبل أن أقترح",
        "لخّصتُ الهدف بكلماتٍ بسيطة",
        "اتّفقنا على خطوة واحدة فقط",
        "انتبهتُ إلى الوقت وأنهيتُ بهدوء",
    ),
}
WHICH_DAY = "רשום יום רביעי, אבל באותו שבוע נפגשתם ביום חמישי. אפשר לבדוק ולשלוח שוב?"
METHOD = "Which method was it? Please choose one, and send it in again."
LONGER = "רשמתי חצי שעה פחות ממה שהיה"


@dataclass
class Practising:
    """One learner's practice; the cases that they have opened, in order."""

    story: Story
    cast: Cast
    learner: Enrolment
    box: str
    signer: Signer
    cases: list[int] = field(default_factory=list)
    written: dict[str, int] = field(default_factory=dict)

    @property
    def actor(self) -> Actor:
        return self.cast.actor(self.box)

    def open_cases(self, presentations: Sequence[tuple[str, str]], step: int) -> None:
        for age_band, presentation in presentations:
            draft = cases.CaseDraft(age_band=age_band, step=step, presentation=presentation, guardian_confirmed=True)
            self.cases.append(cases.open_case(self.actor, self.learner, draft).id)

    def write(self, name: str, draft: Draft, case: int | None = None, *, is_sent: bool = True) -> None:
        if case is not None:
            draft = replace(draft, case_ids=(self.cases[case % len(self.cases)],))
        key = str(uuid5(NAMESPACE_URL, f"{self.box}/{name}"))
        entry = service.save_draft(self.actor, self.learner, draft, key)
        self.written[name] = entry.id
        if is_sent:
            service.submit(self.actor, entry)

    def sign(self, name: str) -> None:
        service.approve(self.signer, queries.get_own(self.actor, self.written[name]))

    def give_back(self, name: str, comment: str) -> None:
        service.give_back(self.signer, queries.get_own(self.actor, self.written[name]), comment)

    def amend(self, name: str, reason: str, **changes: object) -> None:
        """A signed entry is amended, and the amendment sent in."""
        entry = queries.get_own(self.actor, self.written[name])
        draft = replace(draft_of(entry), **changes)  # type: ignore[arg-type]
        key = str(uuid5(NAMESPACE_URL, f"{self.box}/{name}/amended"))
        made = service.amend(self.actor, entry, draft, reason, key)
        service.submit(self.actor, made)
        self.written[f"{name} amended"] = made.id


def visit(day: date, language: str, number: int) -> Draft:
    return Draft(
        category="visit",
        activity=("conversation", "together", "accompanying")[number % 3],
        setting="individual",
        mode="in-person",
        language=language,
        day=day,
        starts=time(16),
        ends=time(17, 30),
        people=1,
        method=("listening", "small-activity", "")[number % 3],
        learning=LEARNED[language][number % len(LEARNED[language])],
    )


def guidance(day: date) -> Draft:
    return Draft(
        category="supervision",
        activity="guidance",
        setting="individual",
        mode="phone",
        language="he",
        day=day,
        starts=time(18),
        ends=time(19),
    )


def at_the_clinic(day: date, number: int) -> list[Draft]:
    """A day: an assessment, two sessions of which one is interpreted, a service called together."""
    base = Draft(setting="individual", mode="in-person", language="ar", day=day, people=1)
    triage = replace(base, category="triage", activity="assessment", starts=time(9), ends=time(9, 45))
    talk = replace(base, category="individual", activity="session")
    methods = ("behavioural-activation", "problem-solving", "worry-management")
    line = LEARNED["ar"][number % len(LEARNED["ar"])]
    return [
        triage,
        replace(talk, starts=time(10), ends=time(10, 50), method=methods[number % 3], learning=line),
        replace(
            talk,
            starts=time(11, 15),
            ends=time(12),
            method=methods[(number + 1) % 3],
            language="he",
            is_interpreted=number % 2 == 0,
        ),
        replace(base, category="linkage", activity="warm-hand-over", starts=time(13), ends=time(13, 40), mode="phone"),
    ]


def supervision(day: date, hour: int) -> Draft:
    return Draft(
        category="individual-supervision",
        activity="case-management",
        setting="individual",
        mode="video",
        language="en",
        day=day,
        starts=time(hour),
        ends=time(hour + 1),
    )


def practise(story: Story, cast: Cast, mentors: Cohort, trainees: Cohort) -> None:
    story.tell(story.ago(VISITS_BEGAN - 1, 9), partial(_mentor, story, cast, mentors))
    for hour, box in ((11, TRAINEE.box), (12, "dana.friedman"), (13, "birhanu.admasu")):
        began = story.ago(7 * WEEKS - 2, 9)
        story.tell(began, partial(_trainee, story, cast, trainees, box, hour))


def _signer(cast: Cast, email: str, via: str) -> Signer:
    people: Sequence[Supervisor] = list_active(cast.place.id)
    found = next(one for one in people if one.email == email)
    return Signer(supervisor_id=found.id, name=found.name, role=found.role_title, via=via, person_id=found.person_id)


def _mentor(story: Story, cast: Cast, cohort: Cohort) -> None:
    """A visit a week and guidance every second: most are signed, one came back, the newest wait, one is begun."""
    enrolment = cast.enrolments[cohort.id][MENTOR.box]
    own = Practising(story, cast, enrolment, MENTOR.box, _signer(cast, RONIT.email, LINK))
    own.open_cases((("18-25", "loneliness"), ("66+", "loss")), step=1)
    last = last_on(WEDNESDAY, story.today, days_ago=1)
    for week in range(WEEKS, -1, -1):
        day, name = last - timedelta(weeks=week), f"visit {week}"
        draft = visit(day, "he", week)
        if week == 0:
            draft = replace(draft, ends=None, is_worried=True)
        story.tell(_evening(story, day), partial(own.write, name, draft, week, is_sent=week > 0))
        _decide(story, own, name, day, week, WHICH_DAY)
        if week % 2:
            meeting = day - timedelta(days=1)
            story.tell(_evening(story, meeting), partial(own.write, f"guidance {week}", guidance(meeting)))
            _decide(story, own, f"guidance {week}", meeting, week, "")
    story.tell(story.ago(30, 12), partial(own.amend, "visit 6", LONGER, ends=time(18)))
    story.tell(story.ago(27, 12), partial(own.sign, "visit 6 amended"))


def _trainee(story: Story, cast: Cast, cohort: Cohort, box: str, hour: int) -> None:
    """A day at the clinic each week, and supervision: each trainee's at an hour of their own."""
    enrolment = cast.enrolments[cohort.id][box]
    own = Practising(story, cast, enrolment, box, _signer(cast, SUPERVISOR.email, ACCOUNT))
    own.open_cases((("26-40", "worry"), ("41-65", "low-mood"), ("18-25", "panic")), step=2)
    last = last_on(THURSDAY, story.today, days_ago=1)
    weeks = WEEKS - 2 if box == TRAINEE.box else 5
    for week in range(weeks, -1, -1):
        day = last - timedelta(weeks=week)
        for number, draft in enumerate(at_the_clinic(day, week)):
            name = f"clinic {week}.{number}"
            touched = week + number if draft.category in ("triage", "individual") else None
            story.tell(_evening(story, day), partial(own.write, name, draft, touched))
            _decide(story, own, name, day, week, METHOD if number == 1 else "")
        meeting = day - timedelta(days=2)
        name = f"supervision {week}"
        story.tell(_evening(story, meeting), partial(own.write, name, supervision(meeting, hour)))
        _decide(story, own, name, meeting, week, "")


def _decide(story: Story, own: Practising, name: str, day: date, week: int, comment: str) -> None:
    """Signed on the second Sunday after; of the last weeks one comes back, where there is a comment."""
    when = story.on(last_on(SUNDAY, day) + timedelta(weeks=1), 9)
    if week > 2 or (week == 2 and not comment):
        story.tell(when, partial(own.sign, name))
    elif week == 2:
        story.tell(when, partial(own.give_back, name, comment))


def _evening(story: Story, day: date) -> datetime:
    return story.on(day, 20, 15)
