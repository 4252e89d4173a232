"""Scenarios: read whole in every language, each fault at its line, and verdicts that agree with a walk by hand."""

from __future__ import annotations

from itertools import product
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.catalogue.checks import check, checked
from app.catalogue.findings import Report
from app.catalogue.graphs import Labels, draw, place
from app.catalogue.inline import split_target
from app.catalogue.reader import read
from app.catalogue.stamps import restamped
from app.catalogue.types import Choice, Scenario, Scene
from app.catalogue.walks import LIMIT, add, find_way, outcomes, passes, reachable, with_way_to
from app.releases.compile import compile_files, dump, load
from app.releases.reports import report
from tests.catalogue.samples import encoded, found, line_of
from tests.catalogue.scenario_samples import (
    AGAIN,
    ALONE,
    CLOSED,
    FAULTS,
    PADDING,
    SCENARIO,
    SCENARIO_HE,
    Fault,
    scenario_planted,
    scenario_texts,
)
from tests.support.judge import judge

SVG = "{http://www.w3.org/2000/svg}"


def _read() -> Scenario:
    scenario = read(encoded(scenario_texts())).catalogue.lessons["first-visit"].scenario
    assert scenario is not None
    return scenario


def test_the_sample_is_faultless():
    assert check(encoded(scenario_texts())) == []


def test_scenes_choices_and_rule_are_read():
    scenario = _read()
    assert (scenario.id, scenario.start, scenario.must_pass) == ("noa-at-the-door", "arrival", True)
    assert [scene.id for scene in scenario.scenes] == ["arrival", "pushed", "opens", "held", "closed", "broken"]
    assert [scene.ending for scene in scenario.scenes] == ["", "", "", "good", "open", "unsafe"]
    push, wait = scenario.scenes[0].choices
    assert (push.to, push.skill, push.score, wait.to, wait.score) == ("pushed", "honesty", -1, "opens", 2)
    assert push.text == {"en": "“You do not look fine.”", "he": "„זה לא נראה בסדר.”"}
    assert push.feedback["he"] == "זה אומר לה מה היא מרגישה."
    assert scenario.skills["presence"] == {"en": "Staying present", "he": "נוכחות"}
    assert (scenario.pass_endings, dict(scenario.pass_skills)) == (("good",), {"honesty": 2})
    assert scenario.languages == ("he", "en")


def test_a_list_within_a_scene_stays_text():
    scene = _read().scenes[0]
    assert "- a bag\n- a cup" in scene.body["en"]
    assert len(scene.choices) == 2


def test_a_release_holds_it_rendered():
    compiled = compile_files(encoded(scenario_texts()))
    assert load(dump(compiled)) == compiled
    lesson = compiled.lessons["first-visit"]
    assert lesson.scenario is not None
    assert 'href="tel:1201"' in lesson.scenario.scenes[3].body["he"]
    assert lesson.scenario.scenes[0].choices[0].text["en"] == "“You do not look fine.”"
    assert lesson.scenario.scenes[0].choices[0].feedback["en"].startswith("<p>")


def test_sources_that_only_the_scenario_cites_are_listed():
    plain = scenario_texts()
    lesson = "modules/first-steps/first-visit/lesson.en.md"
    plain[lesson] = plain[lesson].replace("sources: [FHS]", "sources: []").replace(" [@FHS]", "")
    assert compile_files(encoded(plain)).lessons["first-visit"].sources == ("FHS",)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.code}-{fault.at[:20]}")
def test_each_fault_is_named_at_its_line(fault: Fault):
    plain = scenario_planted(fault.old, fault.new, fault.path)
    file = fault.seen_in or fault.path
    places = {(finding.file, finding.line, finding.severity) for finding in found(check(encoded(plain)), fault.code)}
    assert (file, line_of(plain[file], fault.at), fault.severity) in places


def test_two_scenes_without_a_decision_in_a_row_are_padding():
    plain = scenario_planted(AGAIN, "")
    plain[SCENARIO] = plain[SCENARIO].replace(CLOSED, ALONE)
    warning = found(check(encoded(plain)), PADDING)[0]
    assert (warning.severity, warning.line) == ("warning", line_of(plain[SCENARIO], "## The door stays closed"))


def test_where_a_choice_leads_and_what_it_scores_do_not_make_stale():
    plain = scenario_planted("(#closed) {#on}", "(#held) {#onward skill=presence score=1}")
    assert found(check(encoded(plain)), "stale-translation") == []


@pytest.mark.parametrize(
    ("old", "new"), [("Staying present", "Being there"), ("You decide", "Decide"), ("No reason", "No word")]
)
def test_front_matter_that_changes_makes_the_translation_stale(old: str, new: str):
    plain = scenario_planted(old, new)
    stale = found(check(encoded(plain)), "stale-translation")
    assert [finding.file for finding in stale] == [SCENARIO_HE]
    mended = {**encoded(plain), **restamped(read(encoded(plain)))}
    assert found(check(mended), "stale-translation") == []


def test_only_a_whole_link_to_a_scene_is_a_target():
    assert split_target("[Say [less] now](#here)") == ("Say [less] now", "here")
    for text in ("Say [less](#here) now", "[out](https://example.org)", "plain"):
        assert split_target(text) == (text, "")


def test_lists_of_other_pages_take_no_attributes():
    plain = scenario_texts()
    lesson = "modules/first-steps/first-visit/lesson.en.md"
    plain[lesson] = plain[lesson].replace("{#useful}", "{#useful skill=honesty score=1}")
    assert found(check(encoded(plain)), "bad-attributes")


# the walk, against one done otherwise

SCENES = ("a", "b", "c", "d")
SKILLS = ("honesty", "presence")


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    """Small graphs of every sort: loops, unreachable scenes, dead ends, choices into nothing."""
    choice = st.builds(
        lambda to, skill, score: ("way", to, skill, score),
        st.sampled_from((*SCENES, "nowhere")),
        st.sampled_from(SKILLS),
        st.integers(-2, 2),
    )
    scenes = []
    for name in SCENES:
        ending = draw(st.sampled_from(("", "", "good", "open", "unsafe")))
        ways = [] if ending else draw(st.lists(choice, max_size=3))
        choices = tuple(
            Choice(id=f"w{number}", text={}, to=to, skill=skill, score=score)
            for number, (_, to, skill, score) in enumerate(ways)
        )
        scenes.append(Scene(id=name, title={}, body={}, choices=choices, ending=ending))
    needed = draw(st.dictionaries(st.sampled_from(SKILLS), st.integers(1, LIMIT), max_size=2))
    return Scenario(
        id="x", lesson="x", title={}, summary={}, start="a", scenes=tuple(scenes), pass_skills=needed,
        skills={skill: {} for skill in SKILLS},
        pass_endings=tuple(draw(st.sets(st.sampled_from(("good", "open", "unsafe")), min_size=1))),
    )  # fmt: skip


def _closure(scenario: Scenario) -> set[tuple[str, str]]:
    """Which scene leads to which, by Warshall."""
    steps = {(scene.id, way.to) for scene in scenario.scenes for way in scene.choices if way.to in SCENES}
    found_pairs = steps | {(name, name) for name in SCENES}
    for middle, start, end in product(SCENES, repeat=3):
        if (start, middle) in found_pairs and (middle, end) in found_pairs:
            found_pairs.add((start, end))
    return found_pairs


def _sums(scenario: Scenario) -> set[tuple[str, int, int]]:
    """Every scene with every sum of both skills: all are stepped again until nothing is added."""
    states = {(scenario.start, 0, 0)}
    ways = [(scene.id, way) for scene in scenario.scenes for way in scene.choices if way.to in SCENES]
    while True:
        stepped = {
            (way.to, *(max(-LIMIT, min(LIMIT, now + way.score)) if way.skill == skill else now
                       for skill, now in zip(SKILLS, (honesty, presence), strict=True)))
            for at, honesty, presence in states
            for start, way in ways
            if at == start
        }  # fmt: skip
        if stepped <= states:
            return states
        states |= stepped


@given(scenarios())
@settings(max_examples=150, deadline=None)
def test_the_walk_agrees_with_brute_force(scenario: Scenario):
    pairs = _closure(scenario)
    assert set(reachable(scenario)) == {end for start, end in pairs if start == "a"}
    ends = {scene.id for scene in scenario.scenes if scene.ending}
    assert with_way_to(scenario, ends) == {start for start, end in pairs if end in ends}
    endings = {scene.id: scene.ending for scene in scenario.scenes if scene.ending}
    by_hand = any(
        endings.get(at) in scenario.pass_endings
        and honesty >= scenario.pass_skills.get("honesty", 0)
        and presence >= scenario.pass_skills.get("presence", 0)
        for at, honesty, presence in _with_floor(scenario)
    )
    assert any(passes(scenario, scene.ending, points) for scene, points in outcomes(scenario)) is by_hand


def _with_floor(scenario: Scenario) -> set[tuple[str, int, int]]:
    """A skill that the rule does not name has no say."""
    return {
        (at, honesty if "honesty" in scenario.pass_skills else 0, presence if "presence" in scenario.pass_skills else 0)
        for at, honesty, presence in _sums(scenario)
    }


@given(st.lists(st.integers(-2, 2), max_size=40))
def test_points_never_leave_their_limits(scores: list[int]):
    points: dict[str, int] = {}
    for score in scores:
        points = add(points, Choice(id="w", text={}, to="a", skill="honesty", score=score))
        assert -LIMIT <= points["honesty"] <= LIMIT


def test_hostile_choices_only_make_findings():
    for text in ("- [x](#" + "(" * 3000, "- [" * 2000, "- [x](#y) {#" + "a-" * 2000 + "}", "- [](#y) {#z}"):
        plain = scenario_planted("- [Go on](#closed) {#on}", text)
        assert isinstance(read(encoded(plain)).report, Report)
        assert any(finding.severity == "error" for finding in check(encoded(plain)))


# the drawing

LABELS = Labels("Noa", "A map", {"good": "Good", "open": "Open", "unsafe": "Unsafe"})


@given(scenarios())
@settings(max_examples=60, deadline=None)
def test_every_graph_is_drawn_without_two_scenes_on_one_spot(scenario: Scenario):
    spots = place(scenario)
    assert set(spots) == set(SCENES)
    assert len({(spot.x, spot.y) for spot in spots.values()}) == len(SCENES)
    drawn = ElementTree.fromstring(str(draw(scenario, "en", LABELS)))
    ways = [way for scene in scenario.scenes for way in scene.choices if way.to in SCENES]
    assert len([path for path in drawn.iter(f"{SVG}path") if "marker-end" in path.attrib]) == len(ways)


def test_scenes_stand_below_those_that_lead_to_them_and_mirrored_for_right_to_left():
    scenario = _read()
    spots, mirrored = place(scenario), place(scenario, mirrored=True)
    assert spots["arrival"].layer < spots["opens"].layer < spots["held"].layer
    assert {name: spot.layer for name, spot in spots.items()} == {name: spot.layer for name, spot in mirrored.items()}
    assert (spots["pushed"].x < spots["opens"].x) is (mirrored["pushed"].x > mirrored["opens"].x)


def test_endings_differ_by_shape_and_by_word():
    drawn = str(draw(_read(), "he", LABELS))
    for word in LABELS.endings.values():
        assert f">{word}</text>" in drawn
    outlines = {kind: _shape_of(kind) for kind in ("", "good", "open", "unsafe")}
    assert len(set(outlines.values())) == 4


def _shape_of(kind: str) -> str:
    scene = Scene(id="a", title={"en": "A"}, body={}, ending=kind)  # type: ignore[arg-type]
    one = Scenario(id="x", lesson="x", title={}, summary={}, start="a", scenes=(scene,))
    boxes = ElementTree.fromstring(str(draw(one, "en", LABELS))).iter(f"{SVG}path")
    return " ".join(f"{box.get('d')} {box.get('stroke-width')} {box.get('stroke-dasharray')}" for box in boxes)


def test_titles_cannot_leave_the_drawing():
    scene = Scene(id="a", title={"en": '</text><script>alert("1")</script>'}, body={}, ending="good")
    one = Scenario(id="x", lesson="x", title={}, summary={}, start="a", scenes=(scene,))
    assert "<script" not in str(draw(one, "en", LABELS))


def test_the_report_is_one_page_that_needs_nothing_else():
    reading = checked(encoded(scenario_planted("[Go on](#closed)", "[Go on](#close)")))
    page = report(reading.report.findings, reading.catalogue.lessons.values(), "1 error")
    assert judge(page, check_words=False) == []
    assert "there is no scene &#34;close&#34;" in page
    assert f"<h2><code>{SCENARIO}</code></h2>" in page
    assert "<script" not in page
    assert "http" not in page.replace("http://www.w3.org/2000/svg", "")
    assert page.count('role="img"') == 1


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.code}-{fault.at[:20]}")
def test_a_faulty_scenario_is_drawn_nevertheless(fault: Fault):
    reading = checked(encoded(scenario_planted(fault.old, fault.new, fault.path)))
    assert "<h1>Content check</h1>" in report(reading.report.findings, reading.catalogue.lessons.values(), "")


def test_the_shortest_way_is_found():
    scenario = _read()
    way = find_way(scenario, lambda scene, points: passes(scenario, scene.ending, points))
    assert [choice.id for choice in way or ()] == ["wait", "limits"]
    assert find_way(scenario, lambda scene, points: points.get("presence", 0) > 2) is None
