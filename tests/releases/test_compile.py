"""Compiled content: rendered once, the same after a round trip, quick to load, refused when damaged."""

from __future__ import annotations

import json
import zlib
from dataclasses import replace

import pytest
from markupsafe import Markup

from app.catalogue.kinds import KINDS
from app.catalogue.reader import read
from app.releases import compile as compiled
from tests.catalogue.samples import LESSON, encoded, files, texts
from tests.support.questions import one_of_each

SOURCE = read(files()).catalogue
CATALOGUE = compiled.compile_catalogue(SOURCE, {})
VISIT = CATALOGUE.lessons["first-visit"]


def test_texts_are_html_in_every_language():
    prose = VISIT.segments[0].body
    assert prose["he"].startswith('<h2 id="why">למה זה חשוב</h2>')
    assert isinstance(prose["en"], Markup)
    assert '<a href="tel:1201">' in prose["en"]
    assert 'href="#source-FHS"' in prose["en"]


def test_options_are_inline_and_feedback_is_not():
    decide = next(one for one in VISIT.segments if one.kind == "decide")
    assert decide.items[1].text["he"] == '"אין שום לחץ."'
    assert decide.items[1].feedback["he"] == "<p>זה משאיר מקום.</p>"


def test_a_roleplay_is_three_sections():
    assert VISIT.facilitation is not None
    roleplay = next(one for one in VISIT.facilitation.segments if one.kind == "roleplay")
    assert roleplay.body["he"].count('<section class="role-card"><h4>') == 3


def test_sound_and_pictures_are_served_by_hash():
    page = "/// audio | Slow breath\n    src: media/breath.mp3\n\nSit.\n///\n\n![Door](media/door.png)\n"
    plain = {path: text for path, text in texts().items() if ".he." not in path}
    plain[LESSON] += "\n" + page
    folder = LESSON.rsplit("/", 1)[0]
    media = {f"{folder}/media/breath.mp3": "/media/1.mp3", f"{folder}/media/door.png": "/media/2.png"}
    lesson = compiled.compile_catalogue(read(encoded(plain)).catalogue, media).lessons["first-visit"]
    assert next(one for one in lesson.segments if one.kind == "audio").settings == {"src": "/media/1.mp3"}
    assert 'src="/media/2.png"' in lesson.segments[-1].body["en"]


def test_versions_of_questions_are_of_the_source_and_not_of_its_html():
    source = SOURCE.lessons["first-visit"].quiz
    assert source is not None
    assert VISIT.quiz is not None
    assert [one.version for one in VISIT.quiz.questions] == [one.version for one in source.questions]


def test_sources_that_are_only_cited_are_listed_too():
    plain = texts()
    plain[LESSON] = plain[LESSON].replace("sources: [FHS]", "sources: []")
    catalogue = compiled.compile_catalogue(read(encoded(plain)).catalogue, {})
    assert catalogue.lessons["first-visit"].sources == ("FHS",)


def test_there_and_back_is_the_same():
    data = compiled.dump(CATALOGUE)
    again = compiled.load(data)
    assert again == CATALOGUE
    assert compiled.dump(again) == data
    assert isinstance(again.lessons["first-visit"].segments[0].body["en"], Markup)
    assert not isinstance(again.lessons["first-visit"].title["en"], Markup)


def test_thirty_five_lessons_load_without_rendering_anything(monkeypatch: pytest.MonkeyPatch):
    many = {
        f"lesson-{number}": replace(VISIT, id=f"lesson-{number}", segments=VISIT.segments * 5) for number in range(35)
    }
    data = compiled.dump(replace(CATALOGUE, lessons=many))
    for name in ("read", "render", "render_inline"):
        monkeypatch.setattr(compiled, name, lambda *_, **__: pytest.fail("a release was rendered to be read"))
    assert len(compiled.load(data).lessons) == 35


DAMAGED = {
    "empty": b"",
    "no zlib": b"hello",
    "cut": compiled.dump(CATALOGUE)[:-20],
    "no JSON": zlib.compress(b"{"),
    "a list": zlib.compress(b"[]"),
    "another format": zlib.compress(json.dumps({"format": "0", "catalogue": {}}).encode()),
    "fields missing": zlib.compress(json.dumps({"format": compiled.FORMAT, "catalogue": {}}).encode()),
    "fields of another kind": zlib.compress(
        json.dumps({"format": compiled.FORMAT, "catalogue": {"lessons": 3}}).encode()
    ),
}


@pytest.mark.parametrize("what", DAMAGED)
def test_what_is_damaged_is_refused(what: str):
    with pytest.raises(compiled.BadCompilation):
        compiled.load(DAMAGED[what])


def test_every_kind_of_question_is_kept_whole_and_still_accepts_its_key():
    visit = replace(SOURCE.lessons["first-visit"], quiz=one_of_each("first-visit"))
    rendered = compiled.compile_catalogue(replace(SOURCE, lessons={"first-visit": visit}), {})
    loaded = compiled.load(compiled.dump(rendered))
    assert loaded == rendered
    quiz = loaded.lessons["first-visit"].quiz
    assert quiz is not None
    for question, source in zip(quiz.questions, visit.quiz.questions if visit.quiz else (), strict=True):
        kind = KINDS[question.kind]
        assert question.version == source.version
        assert [(o.forms, o.number) for o in question.options] == [(o.forms, o.number) for o in source.options]
        assert kind.key(question) == kind.key(source)
        assert kind.is_marked or kind.grade(question, kind.key(question)).is_right


def test_gaps_stand_in_the_rendered_text_and_a_unit_is_markup():
    visit = replace(SOURCE.lessons["first-visit"], quiz=one_of_each("first-visit"))
    quiz = compiled.compile_catalogue(replace(SOURCE, lessons={"first-visit": visit}), {}).lessons["first-visit"].quiz
    assert quiz is not None
    by_kind = {question.kind: question for question in quiz.questions}
    assert "{{gap:danger}}" in by_kind["cloze"].stem["he"]
    unit = KINDS["numeric"].ask(by_kind["numeric"], [], [])[0].unit["he"]
    assert (type(unit), unit) == (Markup, "דקות")
