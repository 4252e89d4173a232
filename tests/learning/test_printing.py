"""\"Print tomorrow\": who may, what is in it, and what a printed roll leaves behind."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient
from markupsafe import Markup
from sqlalchemy import select

from app.audit.models import AuditEvent
from app.catalogue.types import Facilitation, Item, Lesson, Segment
from app.core.db import session, write_transaction
from app.core.errors import Invalid
from app.enrolment.models import Cohort
from app.learning.printing_presenters import PARTS, read_parts
from app.meetings.models import Meeting
from tests.meetings.test_rolls import hold
from tests.support import curriculum
from tests.support.curriculum import LIVE, READING, prose, words
from tests.support.papers import lost, pages_of
from tests.support.school import School

CARDS = "".join(f'<section class="role-card"><h4>{who} card</h4><p>Text of {who}.</p></section>' for who in "ABC")


def taught(part: str = "Part", **more: object) -> Lesson:
    """A live lesson with an agenda of 15 and 75 minutes, a role-play, a handout for all and one for observers."""
    lines = tuple(Item(id=str(n), text=words(f"{part} {n}"), minutes=n) for n in (15, 75))
    play = {language: Markup(CARDS) for language in ("en", "he", "ar")}
    notes = Facilitation(
        title=words("Run it"),
        segments=(
            Segment(kind="prose", body={"en": Markup("<h2>Snapshot</h2><p>Bring chairs.</p><h2>Agenda</h2>")}),
            Segment(kind="agenda", items=lines),
            Segment(kind="roleplay", id="visit", heading=words("A visit"), body=play, settings={"minutes": 12}),
            Segment(kind="handout", heading=words("Observer sheet"), body=prose("To tick")),
            Segment(kind="checklist", id="list", heading=words("To bring"), items=lines[:1]),
        ),
        languages=("en",),
    )
    given: dict[str, object] = {"facilitation": notes, "segments": curriculum.segments(), "number": "9.1"}
    return curriculum.lesson(LIVE, "second", "live", **(given | more))


@pytest.fixture
def trainer(school: School) -> FlaskClient:
    school.publish(curriculum.catalogue(taught()), "pack")
    return school.client(school.staff("trainer"))


def text_of(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf"), answer.text[:2000]
    return " ".join(" ".join(pages_of(answer.data)).split())


def printed_rolls(school: School) -> list[tuple[str, str]]:
    with school.app.app_context():
        wanted = select(AuditEvent.subject, AuditEvent.place).where(AuditEvent.action == "roll.print")
        return [(row[0], row[1]) for row in session().execute(wanted)]


def test_a_lessons_pack_has_everything_and_a_blank_roll(school: School, trainer: FlaskClient) -> None:
    school.learner(name="Rana Khoury")
    text = text_of(trainer, f"/lessons/{LIVE}/facilitation/print?start=23:30")
    for wanted in ("Lesson live-one", "9.1 · Live online", "23:30–23:45", "23:45–01:00", "Bring chairs.", "A visit"):
        assert wanted in text.translate({0x2066: None, 0x2068: None, 0x2069: None})
    for wanted in ("Text of A.", "Text of B.", "Text of C.", "A handout", "Observer sheet", "To bring", "6 sets"):
        assert wanted in text
    assert "Rana" not in text
    assert printed_rolls(school) == []


def test_a_meetings_pack_has_its_place_its_clock_and_its_people(school: School, trainer: FlaskClient) -> None:
    for name in ("Rana Khoury", "Noam Levi", "Ada Byron", "Yael Cohen"):
        school.learner(name=name)
    meeting = hold(school, days_ago=-2, hour=17)
    text = text_of(trainer, f"/meetings/{meeting}/print")
    for wanted in ("Rana Khoury", "Noam Levi", "Room 1", "17:00–17:15", "2 sets", "Copies: 4"):
        assert wanted in text
    assert printed_rolls(school) == [(f"meeting:{meeting}", f"cohort:{school.cohort_id}")]


def test_a_print_without_the_roll_leaves_no_row(school: School, trainer: FlaskClient) -> None:
    school.learner(name="Rana Khoury")
    meeting = hold(school, days_ago=-2)
    text = text_of(trainer, f"/meetings/{meeting}/print?parts=agenda,cards")
    assert "Text of B." in text
    assert "Rana" not in text
    assert "Bring chairs" not in text
    assert printed_rolls(school) == []


def test_the_answer_is_named_in_the_readers_language_and_stored_nowhere(trainer: FlaskClient) -> None:
    answer = trainer.get(f"/lessons/{LIVE}/facilitation/print?lang=he")
    assert unquote(answer.headers["Content-Disposition"]).endswith("UTF-8''משפט קצר בעברית.pdf")
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_cards_of_a_set_are_pieces_of_their_own(school: School, trainer: FlaskClient) -> None:
    answer = trainer.get(f"/lessons/{LIVE}/facilitation/print?parts=cards")
    (page,) = pages_of(answer.data)
    assert [page.count(f"1 · {who} card") for who in "ABC"] == [1, 1, 1]


def test_what_is_not_translated_is_drawn_and_marked(school: School) -> None:
    bare = Segment(kind="note", heading={"en": "Title"}, body={"en": Markup("<p>Only here</p>")})
    notes = Facilitation(title=words("Run it"), segments=(bare,), languages=("en",))
    school.publish(curriculum.catalogue(taught(facilitation=notes)), "half")
    trainer = school.client(school.staff("trainer", language="he"))
    answer = trainer.get(f"/lessons/{LIVE}/facilitation/print?parts=notes")
    assert not lost("Only here English", answer.data)


def test_a_pinned_cohort_prints_its_own_release(school: School) -> None:
    before = school.publish(curriculum.catalogue(taught("Before")), "before")
    with school.app.app_context(), write_transaction():
        session().get_one(Cohort, school.cohort_id).release_id = before
    school.publish(curriculum.catalogue(taught("After")), "after")
    trainer = school.client(school.staff("trainer"))
    meeting = hold(school, days_ago=-2)
    assert "Before 15" in text_of(trainer, f"/meetings/{meeting}/print?parts=agenda")
    assert "After 15" in text_of(trainer, f"/lessons/{LIVE}/facilitation/print?parts=agenda")


def test_only_those_who_teach_print_a_lesson(school: School, trainer: FlaskClient) -> None:
    person, _ = school.learner()
    for other in (person, school.staff("supervisor"), school.staff("evaluator")):
        assert school.client(other).get(f"/lessons/{LIVE}/facilitation/print").status_code == 404
    for lesson in ("no-such", READING):
        assert trainer.get(f"/lessons/{lesson}/facilitation/print").status_code == 404


def test_only_those_who_run_a_meeting_print_it(school: School, trainer: FlaskClient) -> None:
    person, _ = school.learner()
    meeting = hold(school, days_ago=-2)
    assert school.client(person).get(f"/meetings/{meeting}/print").status_code == 403
    assert trainer.get("/meetings/999999/print").status_code == 404
    elsewhere = school.cohort(school.institution())
    with school.app.app_context(), write_transaction():
        session().get_one(Meeting, meeting).cohort_id = elsewhere
    assert trainer.get(f"/meetings/{meeting}/print").status_code == 404
    assert printed_rolls(school) == []


def test_a_cancelled_meeting_has_nothing_to_print(school: School, trainer: FlaskClient) -> None:
    meeting = hold(school, days_ago=-2)
    assert school.post(trainer, f"/meetings/{meeting}/cancel", version=1).status_code == 303
    assert trainer.get(f"/meetings/{meeting}/print").location == f"/meetings/{meeting}"


def test_a_lesson_without_notes_prints_its_meeting_all_the_same(school: School) -> None:
    school.publish(curriculum.catalogue(taught(facilitation=None)), "bare")
    school.learner(name="Rana Khoury")
    meeting = hold(school, days_ago=-2)
    text = text_of(school.client(school.staff("trainer")), f"/meetings/{meeting}/print")
    assert "A handout" in text
    assert "Rana Khoury" in text


@pytest.mark.parametrize("asked", ["start=late", "start=25:00", "parts=everything", "parts=roll,<b>"])
def test_what_cannot_be_read_is_said(trainer: FlaskClient, asked: str) -> None:
    answer = trainer.get(f"/lessons/{LIVE}/facilitation/print?{asked}")
    assert (answer.status_code, answer.mimetype) == (422, "text/html")


def test_parts_come_in_the_packs_order() -> None:
    assert read_parts([]) == tuple(PARTS)
    assert read_parts(["roll, agenda", "cards"]) == ("agenda", "cards", "roll")
    with pytest.raises(Invalid):
        read_parts(["agenda", "secrets"])


def test_the_pages_lead_to_the_pack(school: School, trainer: FlaskClient) -> None:
    meeting = hold(school, days_ago=-2)
    assert f'href="/meetings/{meeting}/print"' in trainer.get(f"/meetings/{meeting}").text
    notes = trainer.get(f"/lessons/{LIVE}/facilitation?start=17:30").text
    assert f'action="/lessons/{LIVE}/facilitation/print"' in notes
    assert 'name="start" value="17:30"' in notes
