"""What the pages say: the scene, the debrief, what staff see; and how often they ask the database."""

from __future__ import annotations

from dataclasses import replace
from xml.etree.ElementTree import Element

import html5lib
import pytest

from tests.scenarios.conftest import INTRO, Stage
from tests.support import curriculum, plays
from tests.support.statements import statements

SMALL_TALK = ("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA", "SAVEPOINT", "RELEASE")


SVG = "{http://www.w3.org/2000/svg}"


def parsed(text: str) -> Element:
    """The page's main part."""
    found: Element = html5lib.parse(text, namespaceHTMLElements=False).find(".//main")
    return found


def said_in(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def words(text: str) -> str:
    return said_in(parsed(text))


def test_the_intro_says_what_comes_and_offers_the_other_way(stage: Stage):
    text = words(stage.school.client(stage.school.learner()[0]).get(INTRO).text)
    for said in (
        "Somebody waits",
        "Building trust",
        "May be hard",
        "Help now",
        "stop at any moment",
        "2 to 2 decisions",
    ):
        assert said in text
    assert "Talk with a trainer" in text


def test_the_story_so_far_stays_readable_and_closed(stage: Stage):
    client = stage.school.client(stage.school.learner()[0])
    run = stage.begin(client)
    assert "so-far" not in client.get(f"/scenario-runs/{run}/1").text
    stage.choose(client, run, 1, "wait")
    (far,) = parsed(client.get(f"/scenario-runs/{run}/2").text).findall(".//details")
    assert "open" not in far.attrib
    assert "Story of start" in said_in(far)
    assert "Say wait" in said_in(far)


def test_one_way_on_is_one_button(stage: Stage):
    client = stage.school.client(stage.school.learner()[0])
    run = stage.begin(client)
    stage.choose(client, run, 1, "circle")
    page = parsed(client.get(f"/scenario-runs/{run}/2").text)
    assert page.findall(".//input[@type='radio']") == []
    assert [one.get("value") for one in page.findall(".//form//button[@name='choice']")] == ["on"]


def test_the_debrief_shows_the_way_and_what_the_others_open(stage: Stage):
    client = stage.school.client(stage.school.learner()[0])
    run = stage.play(client, "circle", "on", "push", "promise")
    page = parsed(client.get(f"/scenario-runs/{run}").text)
    steps = page.findall(".//ol[@class='way']/li")
    titles = [said_in(step.find("h3")) for step in steps]
    assert titles == ["Scene start", "Scene round", "Scene start", "Scene risky"]
    assert "Did push" in said_in(steps[2])
    assert "Building trust: missed a little" in said_in(steps[2])
    others = said_in(steps[2].find(".//details"))
    assert "Say wait" in others
    assert "It leads to: Scene safe" in others
    assert "Story of safe" not in said_in(page)
    again = [one.get("action") for one in page.findall(".//form") if one.get("action", "").endswith("/again")]
    assert again == [f"/scenario-runs/{run}/{number}/again" for number in (1, 3, 4)]


def test_an_unsafe_ending_teaches_and_blames_nobody(stage: Stage):
    client = stage.school.client(stage.school.learner()[0])
    text = words(client.get(f"/scenario-runs/{stage.play(client, 'push', 'promise')}").text)
    assert "Unsafe ending: a moment to learn from" in text
    assert "Nothing has happened to anybody" in text
    assert "Help now" in text
    assert "This run does not pass yet" in text
    assert "another ending" in text
    assert "earlier runs take nothing away" in text


def test_a_good_ending_that_shows_too_little_says_what_is_missing(stage: Stage):
    client = stage.school.client(stage.school.learner()[0])
    text = words(client.get(f"/scenario-runs/{stage.play(client, 'push', 'mend')}").text)
    assert "This run does not pass yet" in text
    assert "another ending" not in text
    assert "still to be shown more clearly on the way: Building trust" in text


def test_the_lesson_leads_to_its_scenario_and_says_when_it_is_done(stage: Stage):
    client = stage.school.client(stage.school.learner()[0])
    assert f'href="{INTRO}"' in client.get(f"/lessons/{curriculum.READING}").text
    stage.play(client, "wait", "stay")
    assert "You have done this scenario." in client.get(f"/lessons/{curriculum.READING}").text


def test_staff_see_how_often_and_whether_never_what(stage: Stage):
    person, enrolment = stage.school.learner()
    client = stage.school.client(person)
    stage.play(client, "push", "promise")
    trainer = stage.school.client(stage.school.staff("trainer"))
    before = trainer.get(f"/learners/{enrolment}").text
    assert "played through 1 time" in before
    assert "Not yet" in before
    stage.play(client, "wait", "stay")
    after = trainer.get(f"/learners/{enrolment}").text
    assert "played through 2 times" in after
    assert "Say push" not in after


@pytest.mark.parametrize(("lang", "direction"), [("he", "rtl"), ("ar", "rtl"), ("en", "ltr")])
def test_the_map_is_a_picture_with_words_and_a_list(stage: Stage, lang: str, direction: str):
    trainer = stage.school.client(stage.school.staff("trainer"))
    page = parsed(trainer.get(f"{INTRO}/graph?lang={lang}").text)
    svg = page.find(f".//{SVG}svg")
    assert svg is not None
    assert svg.get("role") == "img"
    named = {one.get("id") for one in svg if one.tag in (f"{SVG}title", f"{SVG}desc")}
    assert set((svg.get("aria-labelledby") or "").split()) == named
    assert not [one for one in svg.iter() if "style" in one.attrib or "class" in one.attrib]
    scene = [one for one in svg.iter(f"{SVG}text") if (one.text or "").startswith("1.")]
    assert [one.get("direction") for one in scene] == [direction]
    items = page.findall("./ol[@class='graph-list']/li")
    assert len(items) == 7
    links = [one.get("href") for one in items[0].findall(".//a")]
    assert links == ["#scene-safe", "#scene-risky", "#scene-round"]


def test_the_map_is_for_those_who_teach(stage: Stage):
    for person, status in ((stage.school.learner()[0], 404), (stage.school.staff("trainer"), 200)):
        assert stage.school.client(person).get(f"{INTRO}/graph").status_code == status
    supervisor = stage.school.person("supervisor")
    assert stage.school.client(supervisor).get(f"{INTRO}/graph").status_code == 404
    trainer = stage.school.client(stage.school.staff("trainer"))
    assert trainer.get(f"/lessons/{curriculum.LIVE}/scenario/graph").status_code == 404


def test_a_story_in_another_language_says_so(stage: Stage):
    told = replace(plays.scenario(curriculum.READING), languages=("en",))
    lesson = next(one for one in plays.lessons() if one.id == curriculum.READING)
    stage.school.publish(curriculum.catalogue(replace(lesson, scenario=told)), "english only")
    client = stage.school.client(stage.school.learner()[0])
    run = stage.begin(client)
    (title,) = parsed(client.get(f"/scenario-runs/{run}/1?lang=he").text).findall(".//h1")
    assert (title.get("lang"), title.get("dir")) == ("en", "ltr")


def asked(stage: Stage, act) -> list[str]:  # type: ignore[no-untyped-def]
    with statements() as said:
        act()
    return [one for one in said if not one.startswith(SMALL_TALK)]


def counts(stage: Stage) -> dict[str, list[str]]:
    client = stage.school.client(stage.school.learner()[0])
    run = stage.begin(client)
    stage.choose(client, run, 1, "circle")
    client.get(f"/scenario-runs/{run}/2")  # fills caches
    scene = asked(stage, lambda: client.get(f"/scenario-runs/{run}/2"))
    post = asked(stage, lambda: stage.choose(client, run, 2, "on"))
    stage.choose(client, run, 3, "wait")
    last = asked(stage, lambda: stage.choose(client, run, 4, "stay"))
    debrief = asked(stage, lambda: client.get(f"/scenario-runs/{run}"))
    return {"scene": scene, "choice": post, "last choice": last, "debrief": debrief}


def test_pages_ask_little(stage: Stage):
    found = counts(stage)
    assert {name: said for name, said in found.items() if len(said) > (12 if name == "last choice" else 4)} == {}


@pytest.mark.postgres
def test_pages_ask_postgresql_little(postgres_stage: Stage):
    found = counts(postgres_stage)
    assert {name: said for name, said in found.items() if len(said) > (13 if name == "last choice" else 5)} == {}
    assert len(found["scene"]) <= 4


def test_a_choice_sent_after_the_session_has_ended_leads_back_to_its_scene(stage: Stage):
    person, _ = stage.school.learner()
    run = stage.begin(stage.school.client(person))
    answer = stage.choose(stage.school.client(), run, 1, "wait")
    assert (answer.status_code, answer.location) == (303, f"/sign-in?next=/scenario-runs/{run}/1")
    assert stage.chosen(run) == []
