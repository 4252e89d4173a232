"""What the mentor's practice leaves behind: a record to hand over, a letter to who signs, an opening and why."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from app.breakglass import queries as glasses
from app.breakglass import service as breakglass
from app.breakglass.models import BreakGlass
from app.demo.accounts import COORDINATOR, MENTOR
from app.demo.calendar import SUNDAY, last_on
from app.demo.cast import Cast
from app.demo.placements import RONIT
from app.demo.story import Story
from app.enrolment.models import Cohort, Enrolment
from app.placements.people import list_active
from app.practicum import lists, records, setup, signing, signing_letters

MONTH = timedelta(days=30)
NEWEST = 1
WHY = "المشرفة في إجازة مفاجئة، وكان يجب أن نعرف قبل اللقاء القادم ما الذي اتُّفق عليه في المرافقة."


def show(story: Story, cast: Cast, cohort: Cohort) -> None:
    story.tell(story.ago(20, 10), partial(_open, story, cast, cohort))
    story.tell(story.ago(6, 10), partial(_print, story, cast, cohort))
    story.tell(story.on(last_on(SUNDAY, story.today, days_ago=1), 8, 15), partial(_write_to_signer, cast))


def _learner(cast: Cast, cohort: Cohort) -> Enrolment:
    return cast.enrolments[cohort.id][MENTOR.box]


def _open(story: Story, cast: Cast, cohort: Cohort) -> None:
    """A coordinator reads one entry, and closes it again before its time."""
    actor, learner = cast.actor(COORDINATOR.box), _learner(cast, cohort)
    glass = breakglass.open_for(actor, learner, WHY)
    story.tell(story.ago(20, 10, 5), partial(_read, cast, glass))
    story.tell(story.ago(20, 10, 25), lambda: breakglass.close(actor, glass))


def _read(cast: Cast, glass: BreakGlass) -> None:
    newest = lists.list_sent(glass.enrolment_id, page=1)[:NEWEST]
    signing.note_read(cast.actor(COORDINATOR.box), newest, glasses.mark_of(glass))


def _print(story: Story, cast: Cast, cohort: Cohort) -> None:
    """The mentor takes a record of what is signed so far."""
    learner = _learner(cast, cohort)
    draft = records.prepare(learner, cohort.starts_on, story.today - timedelta(days=6), learner.person.language)
    records.keep(cast.actor(MENTOR.box), draft, setup.draw_record(draft, cast.public_url))


def _write_to_signer(cast: Cast) -> None:
    signer = next(one for one in list_active(cast.place.id) if one.email == RONIT.email)
    signing_letters.send_now(cast.actor(COORDINATOR.box), signer, MONTH)
