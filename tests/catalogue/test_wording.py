"""Words to avoid: every entry of the list in every inflection, whatever hides it, wherever people will read it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.catalogue.checks import check, wording
from app.catalogue.checks.folding import fold
from app.catalogue.types import LANGUAGES
from tests.catalogue.samples import (
    CONTACTS,
    FACILITATE,
    GLOSSARY,
    LESSON,
    LESSON_HE,
    MODULE,
    NEVER,
    PROGRAMME,
    QUIZ,
    TOOLS,
    files,
    found,
    line_of,
    planted,
)
from tests.catalogue.wording_samples import FOUND, INNOCENT

END = "Thank people for their time."


def said(text: str, language: str) -> list[tuple[int, str]]:
    """Line and severity of what is found in a text, as it would be in the body of a lesson."""
    path = LESSON.replace(".en.", f".{language}.")
    data = f"---\n---\n{text}\n".encode()
    return [(one.line - 2, one.severity) for one in found(check(files() | {path: data}), "wording") if one.file == path]


def first(entry: dict[str, str | list[str]]) -> str:
    return next(iter(wording.phrases(entry["words"])))


def every() -> Iterator[tuple[str, str, str]]:
    for language, entries in wording.entries().items():
        for entry in entries:
            for phrase in wording.phrases(entry["words"]):
                yield language, phrase, entry.get("severity", "warning")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_inflection_of_every_entry_is_found(language: str):
    lines = [(phrase, severity) for code, phrase, severity in every() if code == language]
    text = "\n\n".join(f"x {phrase} x." for phrase, _ in lines)
    assert sorted(said(text, language)) == [(2 * number + 1, severity) for number, (_, severity) in enumerate(lines)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_entry_stands_in_the_list_without_a_sentence(language: str):
    assert {first(entry) for entry in wording.entries()[language]} == set(FOUND[language])


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_entry_is_found_as_people_write_it(language: str):
    for entry in wording.entries()[language]:
        sentence = FOUND[language][first(entry)]
        assert [severity for _, severity in said(sentence, language)] == [entry.get("severity", "warning")], sentence


@pytest.mark.parametrize(("language", "sentence"), [(code, one) for code in LANGUAGES for one in INNOCENT[code]])
def test_its_neighbours_are_left_alone(language: str, sentence: str):
    assert said(sentence, language) == []


HIDDEN = {
    "case": "He COMMITTED Suicide.",
    "line": "He committed\nsuicide.",
    "quoted lines": "> He committed\n> suicide.",
    "bold": "He **committed** _suicide_.",
    "soft hyphen": "He com\u00admitted suicide.",
    "zero width": "He committed\u200b suicide.",
    "hyphen": "He committed-suicide.",
    "no-break space": "He committed\u00a0suicide.",
}


@pytest.mark.parametrize("way", HIDDEN)
def test_nothing_hides_a_word(way: str):
    assert [severity for _, severity in said(HIDDEN[way], "en")] == ["error"]


def test_a_paragraph_parts_words():
    assert said("We committed.\n\nSuicide is a word.\n\nWe committed\n\nsuicide", "en") == []


@pytest.mark.parametrize(
    "quoted", ['"committed suicide"', "“committed suicide,”", "‘committed suicide’", '"**committed suicide**"']
)
def test_an_example_stands_alone_in_quotation_marks(quoted: str):
    assert said(f"Never say {quoted}, say it otherwise.", "en") == []


@pytest.mark.parametrize(
    "text",
    [
        'Rana says: "My uncle committed suicide in May."',
        '"Committed suicide, they say, and nobody asks."',
        "“He committed suicide.”",
        '"A whole paragraph. He committed suicide. And it goes on."',
    ],
)
def test_nobody_in_a_story_says_what_hurts(text: str):
    assert [severity for _, severity in said(text, "en")] == ["error"]


def test_somebody_may_say_what_is_only_a_warning():
    assert said("She says: “Just breathe, and it will pass.”", "en") == []
    assert said('הוא אומר: "תהיי חזקה, הכול יעבור".', "he") == []
    assert len(said("“Sit down,” she says. Just breathe, and “wait”.", "en")) == 1
    assert len(said('בממ"ד אמרו שהיא משוגעת, ועו"ס באה.', "he")) == 1
    assert len(said("An “opened mark.\n\nJust breathe.\n\nAnother” one.", "en")) == 1


HURTS = "committed suicide"
PLACES = [
    (LESSON, "title: A first visit", f"title: He {HURTS}"),
    (LESSON, "title: A first visit", f'title: "{HURTS}"'),
    (LESSON, "    text: State who you are in one minute", f"    text: State who {HURTS}"),
    (LESSON, "  text: One story speaks of being alone.", f"  text: One story of who {HURTS}."),
    (LESSON, "/// decide | What do you say first?", f"/// decide | He {HURTS}"),
    (LESSON, '- ( ) "Cheer up." {#a}', f"- ( ) He {HURTS} {{#a}}"),
    (FACILITATE, "30 | Story and talk", f"30 | He {HURTS}"),
    (QUIZ, "Rana opens the door", f"Rana {HURTS}"),
    (MODULE, "en: Later", f"en: Who {HURTS}"),
    (PROGRAMME, "title: {en: ", f"title: {{en: {HURTS} "),
    (TOOLS, "title: {en: Slow", f"title: {{en: {HURTS} "),
    (CONTACTS, "says: {en: ", f"says: {{en: {HURTS} "),
    (NEVER, "text: {en: ", f"text: {{en: {HURTS} "),
    (GLOSSARY, "meaning: {en: ", f"meaning: {{en: {HURTS} "),
]


@pytest.mark.parametrize(("path", "old", "new"), PLACES)
def test_it_is_found_wherever_people_will_read_it(path: str, old: str, new: str):
    tree = planted(path, old, new)
    line = line_of(tree[path].decode(), new)
    assert [(one.file, one.line) for one in found(check(tree), "wording")] == [(path, line)]


def test_words_to_avoid_in_the_glossary_are_no_prose_and_their_reasons_are():
    more = '  avoid:\n    en: [committed suicide]\n    why: {en: "It was said: he committed suicide.", he: א, ar: ا}\n'
    tree = planted(GLOSSARY, "  meaning:", f"{more}  meaning:")
    assert [one.line for one in found(check(tree), "wording")] == [line_of(tree[GLOSSARY].decode(), "why:")]


def test_a_translation_is_looked_at_in_its_own_language():
    assert found(check(planted(LESSON_HE, "תודה לאנשים", "עברו ארבעה עמילים committed suicide")), "wording") == []


def test_a_finding_names_the_word_and_its_column():
    finding = found(check(planted(LESSON, END, "Then he **committed**\nsuicide.")), "wording")[0]
    assert (finding.column, finding.message) == (11, '"committed suicide" is a word to avoid')
    assert finding.suggestion == 'prefer "die by suicide"'


def test_places_survive_the_folding():
    text = "> שָׁלוֹם\n> עולם, مُحَمَّد"
    folded = fold(text)
    assert [text[folded.place(word.start)] for word in folded.words] == ["ש", "ע", "م"]
