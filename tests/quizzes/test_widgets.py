"""Every kind of question on its page, without scripts: asked, refused with everything typed kept, explained."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from markupsafe import Markup

from app.catalogue.kinds import KINDS, Field
from app.catalogue.kinds.contract import Offer
from app.quizzes import field_presenters as asking
from tests.support.kinds import WRITTEN, Sitter, asked, right_form
from tests.support.school import School
from tests.support.statements import statements

HOSTILE = '</textarea><script>alert(1)</script>"'
SAFE = "&lt;/textarea&gt;&lt;script&gt;alert(1)&lt;/script&gt;&#34;"


@pytest.fixture
def sitter(school: School) -> Sitter:
    return Sitter.begin(school)


def names(page: str) -> list[str]:
    """Names of the inputs of an answer, each once, in the order of the page."""
    return list(dict.fromkeys(re.findall(r'<(?:input|select|textarea)[^>]* name="(answer[^"]*)"', page)))


def chosen(page: str) -> list[str]:
    return re.findall(r'<option value="([^"]+)"[^>]* selected>', page)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_asked_in_every_language_by_fields_with_names(sitter: Sitter, kind: str):
    """The client judges each page: valid HTML, a label for each input, no words of another language."""
    question = sitter.questions[kind]
    wanted = [one.name for one in KINDS[kind].ask(question, sitter.arrangement(kind), ())]
    for language in ("he", "ar", "en"):
        page = sitter.page(kind, language)
        assert sorted(names(page)) == sorted(wanted)
        assert "{{gap" not in page
        assert "Send answer" in page or language != "en"


@pytest.mark.parametrize("kind", KINDS)
def test_the_form_that_a_browser_sends_for_the_key_earns_everything(sitter: Sitter, kind: str):
    page = sitter.explained(kind, right_form(sitter.questions[kind]))
    kept = sitter.kept(kind)
    if KINDS[kind].is_marked:
        assert (kept.is_right, kept.score) == (None, None)
        assert "Your answer is kept." in page
    else:
        assert (kept.is_right, kept.score) == (True, 1000)
        assert "That is right." in page
        assert "of the points" not in page
    assert names(page) == []


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_at_all_is_asked_for_again_and_the_error_leads_to_the_first_field(sitter: Sitter, kind: str):
    refused = sitter.send(kind, {})
    assert refused.status_code == 422
    (target,) = re.findall(r'<li><a href="#([^"]+)">', refused.text)
    (tag,) = re.findall(rf'<(\w+)[^>]* id="{target}"', refused.text)
    assert tag in ("input", "select", "textarea")
    assert 'role="alert" tabindex="-1" data-focus' in refused.text


def test_a_number_that_could_not_be_read_stands_again(sitter: Sitter):
    refused = sitter.send("numeric", {"answer": ["sixty or so"]})
    assert refused.status_code == 422
    assert 'value="sixty or so"' in refused.text
    assert 'aria-invalid="true"' in refused.text


def test_a_number_has_its_unit_beside_it_in_the_language_of_the_page(sitter: Sitter):
    for language, unit in (("en", "minutes"), ("he", "דקות")):
        page = sitter.page("numeric", language)
        assert f'<span class="unit" id="answer-0-unit">{unit}</span>' in page
        assert 'aria-describedby="answer-0-unit stem"' in page
    assert 'inputmode="decimal" dir="ltr"' in page


def test_a_written_answer_that_is_too_short_stands_again_and_its_words_are_counted(sitter: Sitter):
    limits = '<p class="hint" id="answer-0-hint">5 to 60 words.</p>'
    assert limits in sitter.page("reflective")
    refused = sitter.send("reflective", {"answer": [f"two {HOSTILE}"]})
    assert refused.status_code == 422
    assert f"two {SAFE}</textarea>" in refused.text
    assert "<bdi data-count>2</bdi>" in refused.text


def test_two_lines_at_one_place_are_asked_for_again_as_they_stood(sitter: Sitter):
    form = {name: ["2"] for name in right_form(sitter.questions["ordering"])}
    refused = sitter.send("ordering", form)
    assert refused.status_code == 422
    assert chosen(refused.text) == ["2"] * len(form)


def test_one_unreadable_part_takes_nothing_from_the_others(sitter: Sitter):
    form = right_form(sitter.questions["cloze"])
    refused = sitter.send("cloze", form | {"answer-act": ["x" * 999]})
    assert refused.status_code == 422
    assert chosen(refused.text) == form["answer-danger"]
    assert f'value="{"x" * 999}"' in refused.text


def test_of_what_was_never_offered_nothing_stands(sitter: Sitter):
    kept, forged, *_ = right_form(sitter.questions["categorise"])
    refused = sitter.send("categorise", {kept: ["report"], forged: [HOSTILE]})
    assert refused.status_code == 422
    assert chosen(refused.text) == ["report"]
    assert HOSTILE not in refused.text


def test_gaps_stand_in_the_sentence_and_are_numbered_as_they_are_read(sitter: Sitter):
    page = sitter.page("cloze")
    stem = page[page.index('id="stem"') :]
    assert re.findall(r">(Gap \d)<", stem) == ["Gap 1", "Gap 2"]
    assert names(stem) == ["answer-danger", "answer-act"]


def test_an_answered_gap_shows_what_was_given(sitter: Sitter):
    page = sitter.explained("cloze", {"answer-act": [HOSTILE]})
    stem = page[page.index('id="stem"') : page.index('class="verdict')]
    assert f'<bdi dir="auto" class="typed">{SAFE}</bdi>' in stem
    assert "left empty" in stem


def test_ones_own_words_stand_in_the_explanation_as_they_were_typed(sitter: Sitter):
    page = sitter.explained("reflective", {"answer": [f"{WRITTEN}\n{HOSTILE}"]})
    assert f'<bdi dir="auto" class="typed">{WRITTEN}\n{SAFE}</bdi>' in page


def test_what_a_strong_answer_does_is_not_told_before_the_mark(sitter: Sitter):
    page = sitter.explained("reflective", {"answer": [WRITTEN]})
    assert "A trainer reads it" in page
    assert "A strong answer names" not in page


def test_an_explanation_ends_with_what_lies_behind_the_question(sitter: Sitter):
    page = sitter.explained("ordering", right_form(sitter.questions["ordering"]))
    assert "Who gets hurt cannot help." in page


def part_of(kind: str, count: int) -> dict[str, list[str]]:
    """The first `count` fields of the key."""
    return dict(list(right_form(asked(kind)).items())[:count])


def first_two_swapped() -> dict[str, list[str]]:
    first, second, *rest = right_form(asked("ordering")).items()
    return {first[0]: second[1], second[0]: first[1], **dict(rest)}


PARTLY = [
    ("matching", {}, part_of("matching", 1), "1 of 3 parts right, 33% of the points.", "Each right part earns"),
    ("categorise", {}, part_of("categorise", 2), "2 of 3 parts right, 66% of the points.", "Each right part earns"),
    ("cloze", {"scoring": "exact"}, part_of("cloze", 1), "1 of 2 parts right, 0% of the points.", "counts as a whole"),
    ("ordering", {}, first_two_swapped(), "1 of 3 lines follow the one that they should, 33%", "Each line that stands"),
    ("multiple", {"scoring": "parts"}, {"answer": ["a"]}, "1 of 2 parts right, 50% of the points.", "never below zero"),
    ("multiple", {"scoring": "parts"}, {"answer": ["a", "c"]}, "1 of 2 parts right, 0%", "does not fit: 1."),
    ("multiple", {"scoring": "minus"}, {"answer": ["c"]}, "0 of 2 parts right, 0%", "below zero too"),
    ("multiple", {}, {"answer": ["a", "b", "c"]}, "2 of 2 parts right, 0%", "counts as a whole"),
]


@pytest.mark.parametrize(("kind", "settings", "form", "count", "how"), PARTLY)
def test_what_was_partly_right_is_counted_and_the_way_of_counting_said(school, kind, settings, form, count, how):  # type: ignore[no-untyped-def]
    sitter = Sitter.begin(school, replace(asked(kind), settings=settings))
    page = sitter.explained(kind, form)
    assert count in page
    assert how in page
    share = int(re.findall(r"(\d+)%", count)[0])
    assert ("Partly right." if share else "Not quite. Here is why.") in page


def test_what_was_left_empty_is_said_beside_what_is_right(sitter: Sitter):
    page = sitter.explained("matching", part_of("matching", 1))
    assert page.count("<dd>left empty</dd>") == 2
    assert page.count("<dt>Right answer</dt>") == 2


@pytest.mark.parametrize("kind", KINDS)
def test_a_question_and_its_explanation_ask_the_database_little(sitter: Sitter, kind: str):
    path = sitter.path(kind)
    sitter.client.get(path)
    with statements() as before:
        sitter.client.get(path)
    sitter.send(kind, right_form(sitter.questions[kind]))
    with statements() as behind:
        sitter.client.get(path)
    assert max(len(before), len(behind)) <= 4


def test_texts_of_another_language_say_so(school: School):
    matching, cloze = asked("matching"), asked("cloze")

    def english(words):  # type: ignore[no-untyped-def]
        return {"en": words["en"]} if words else {}

    sitter = Sitter.begin(
        school,
        replace(
            matching,
            options=tuple(replace(one, text=english(one.text), match=english(one.match)) for one in matching.options),
        ),
        replace(cloze, stem=english(cloze.stem)),
    )
    page = sitter.page("matching", "he")
    assert page.count('<span lang="en" dir="ltr">') == 3
    assert page.count('lang="en" dir="ltr">advice</option>') == 3
    assert '<span class="visually-hidden" lang="he">' in sitter.page("cloze", "he")


GAP = Field(widget="pick", name="answer-a", gap="a", offers=(Offer(id="x", text={"en": "X"}),))


def shown(stem: str) -> str:
    """The stem with [number] for each gap."""
    stretches = asking.stem(Markup(stem), asking.fields([GAP], "en"))
    return "".join(one.html + (f"[{one.field.number}]" if one.field else "") for one in stretches)


@pytest.mark.parametrize(
    ("stem", "wanted"),
    [
        ("<p>Say {{gap:a}}.</p>", "<p>Say [1].</p>"),
        ("<p>{{ gap : a }}</p>", "<p>[1]</p>"),
        ("<p>{{gap:a}} {{gap:a}}</p>", "<p>[1] ____</p>"),
        ("<p>{{gap:b}} {{gap:a}}</p>", "<p>____ [1]</p>"),
        ('<p><a href="/x?{{gap:a}}">x</a></p>', '<p><a href="/x?{{gap:a}}">x</a></p>'),
        ('<p><a title="a > {{gap:a}}">x</a></p>', '<p><a title="a > {{gap:a}}">x</a></p>'),
        ("<p>{{gap:A}} {{gap:<b>}}</p>", "<p>{{gap:A}} {{gap:<b>}}</p>"),
        ("<p>1 &lt; 2 {{gap:a}}</p>", "<p>1 &lt; 2 [1]</p>"),
    ],
)
def test_a_gap_is_cut_out_of_text_alone(stem: str, wanted: str):
    assert shown(stem) == wanted


def test_a_gap_that_the_stem_does_not_hold_is_asked_for_below_it(school: School):
    cloze = asked("cloze")
    sitter = Sitter.begin(school, replace(cloze, stem={"en": Markup("<p>Only {{gap:act}}.</p>")}))
    page = sitter.page("cloze")
    assert names(page) == ["answer-act", "answer-danger"]
    assert "The first gap" in page
