"""Each code of the check: plant the fault, see it at its line. A code that nobody plants fails the last test."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

import app.catalogue
from app.catalogue.checks import check
from tests.catalogue import (
    card_samples,
    exercise_samples,
    kind_faults,
    portfolio,
    practicum,
    rubric,
    scenario_samples,
    structure,
)
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
    QUIZ_HE,
    SOURCES,
    TOOLS,
    encoded,
    files,
    found,
    line_of,
    planted,
    texts,
)

SECOND = "modules/first-steps/second-visit/lesson.en.md"


@dataclass(frozen=True)
class Fault:
    """`at` is a snippet of the planted text that stands on the line to be named; a number names the line itself."""

    code: str
    path: str
    old: str
    new: str
    at: str | int
    severity: str = "error"
    seen_in: str = ""  # the file that the finding names, where it is another one


END = "Thank people for their time."
FIRST = "A door opens slowly [@FHS]."
LAST_QUESTION = "## Question 9"

FAULTS = [
    # structure of a page
    Fault("unclosed-block", LESSON, "    id: noticed\n///\n", "    id: noticed\n", "/// reflect"),
    Fault("stray-close", LESSON, END, "///", 66),
    Fault("nested-block", LESSON, "Yosef looks", "/// note | Inside\nWords.\n///\n\nYosef looks", "/// note"),
    Fault("unknown-block", LESSON, "/// reflect |", "/// reflct |", "/// reflct"),
    Fault("bad-block", LESSON, "/// reflect | What did you notice?", "///reflect: notice", "///reflect"),
    Fault("bad-block", LESSON, END, f"{END}\n\nWords\n  ///", "  ///"),
    Fault("bad-option", LESSON, "    id: noticed", "    id = noticed", "id = noticed"),
    Fault("bad-option", FACILITATE, "minutes: 12", "minutes: twelve", "minutes: twelve"),
    Fault("reserved-id", LESSON, "    id: noticed", "    id: attendance", "id: attendance"),
    Fault("unknown-option", LESSON, "    id: noticed", "    id: noticed\n    minutez: 3", "minutez: 3"),
    Fault("unknown-option", QUIZ, "kind=single}", "kind=single weight=2}", "weight=2"),
    Fault("missing-option", LESSON, "    id: noticed\n", "", "/// reflect"),
    Fault("block-text", LESSON, "/// reflect | What did you notice?", "/// reflect", "/// reflect"),
    Fault("block-content", LESSON, "- Ask what was useful {#useful}", "- Ask {#useful}\n\nAnd then.", "And then."),
    Fault("empty-block", LESSON, END, "/// note | Nothing\n///", "/// note"),
    Fault("bad-agenda", FACILITATE, "30 | Story and talk", "30 Story and talk", "30 Story"),
    Fault("roleplay-cards", FACILITATE, "#### The observer\n", "**The observer**\n", "/// roleplay"),
    Fault("decide-options", LESSON, '- (x) "There', '- ( ) "There', "/// decide"),
    Fault("heading-level", LESSON, "## The end", "# The end", "# The end"),
    Fault("heading-id", LESSON, "### Two doors {#doors}", "### Two doors", "### Two doors"),
    Fault("empty-heading", LESSON, "### Two doors {#doors}", "### {#doors}", "### {#doors}"),
    Fault("bad-attributes", LESSON, "{#doors}", "{#Two_Doors}", "{#Two_Doors}"),
    Fault("list-needs-blank-line", LESSON, "\n\n- Say your name", "\n- Say your name", "- Say your name"),
    Fault("nested-list", LESSON, "- Say how long you stay", "  - Say how long you stay", "  - Say how"),
    Fault("item-paragraph", LESSON, "- Say how long you stay", "- Say how long\n\n    And why.", "    And why."),
    Fault("indented-text", LESSON, END, f"    {END}", END),
    Fault("feedback-indent", LESSON, "    > It leaves", "  > It leaves", "> It leaves"),
    Fault("feedback-missing", LESSON, "\n    > It leaves room.\n", "", '- (x) "There'),
    Fault("feedback-outside", LESSON, "- Say how long you stay", "- Say how long\n\n    > Why", "    > Why"),
    Fault("feedback-needs-blank-line", LESSON, "\n\n    > It leaves", "\n    > It leaves", "    > It leaves"),
    Fault("empty-feedback", LESSON, "    > It leaves room.", "    >", "    >\n"),
    Fault("option-outside", LESSON, "- Say how long you stay", "- (x) Say how long", "- (x) Say"),
    Fault("option-marker", LESSON, '- (x) "There', '- "There', '- "There'),
    Fault("missing-id", LESSON, " {#useful}", "", "- Ask what was useful"),
    Fault("duplicate-id", LESSON, "{#end}", "{#why}", "## The end"),
    Fault("duplicate-id", LESSON, "{#useful}", "{#come-back}", "- Ask what"),
    Fault("duplicate-id", LESSON, "  - id: leave-room", "  - id: say-who-i-am", 12),
    Fault("duplicate-id", QUIZ, "#question-9", "#question-8", LAST_QUESTION),
    Fault("duplicate-id", MODULE, "  - id: later", "  - id: first-visit", 8),
    Fault("duplicate-id", TOOLS, "id: people-map", "id: first-visit-check", 2, seen_in=QUIZ),
    Fault("duplicate-id", CONTACTS, "- id: mda", "- id: eran", 12),
    Fault("tab", LESSON, "Yosef looks", "\tYosef looks", "\tYosef"),
    Fault("raw-html", LESSON, END, "Thank <b>people</b>.", "<b>people"),
    Fault("raw-html", LESSON, END, "<script>alert(1)</script>", "<script>"),
    Fault("raw-html", LESSON_HE, "תודה לאנשים", "<img src=x onerror=alert(1)> תודה", "<img"),
    Fault("code-fence", LESSON, END, "```\ncode\n```", "```\ncode"),
    Fault("link-definition", LESSON, END, "[x]: https://example.org", "[x]:"),
    Fault("control-character", LESSON, END, "Thank \u202epeople.", "\u202e"),
    Fault("bad-reference", LESSON, "{{contact:eran}}", "{{contact eran}}", "{{contact eran"),
    # files
    Fault("encoding", LESSON, "---\nid: first-visit", "\ufeff---\nid: first-visit", 1),
    Fault("line-endings", LESSON, f"{END}\n", f"{END}\r\n", END),
    Fault("no-final-newline", LESSON, f"{END}\n", END, END),
    Fault("no-front-matter", LESSON, "---\nid: first-visit", "id: first-visit", 1),
    Fault("yaml", LESSON, "title: A first visit", "title: A first: visit", "title: A first: visit"),
    Fault("yaml", MODULE, "id: first-steps", "id: &x first-steps", "&x"),
    # front matter and YAML
    Fault("unknown-key", LESSON, "theory_minutes: 30", "theory_minutess: 30", "theory_minutess"),
    Fault("unknown-key", PROGRAMME, "requirements:", "requirementss:", "requirementss:"),
    Fault("missing-key", LESSON, "kind: workshop\n", "", 2),
    Fault("missing-value", LESSON, "title: A first visit", "title:", "title:"),
    Fault("duplicate-key", LESSON, "kind: workshop", "kind: workshop\nkind: live", "kind: live"),
    Fault("bad-value", LESSON, "kind: workshop", "kind: workshp", "workshp"),
    Fault("bad-value", LESSON, "minutes: 90", "minutes: ninety", "ninety"),
    Fault("bad-value", LESSON, "must_pass: false", "must_pass: no", "must_pass: no"),
    Fault("bad-value", LESSON, "  level: 1", "  level: 4", "level: 4"),
    Fault("bad-value", QUIZ, "pass: 80", "pass: 180", "pass: 180"),
    Fault("bad-value", QUIZ, "attempts: unlimited", "attempts: 0", "attempts: 0"),
    Fault("bad-id", MODULE, "  - id: later", "  - id: Later On", "Later On"),
    Fault("bad-date", LESSON, "2026-11-01 R. Cohen", "yesterday", "reviewed:"),
    Fault("id-and-name", LESSON, "id: first-visit", "id: second-visit", "id: second-visit"),
    Fault("id-and-name", FACILITATE, "lesson: first-visit", "lesson: other", "lesson: other"),
    Fault("unknown-language", MODULE, "languages: [en, he]", "languages: [en, hb]", "hb]"),
    Fault("source-language", LESSON, "source_language: en", "source_language: ar", "source_language"),
    Fault("unlisted-lesson", MODULE, "  - folder: first-visit\n", "", 1, seen_in=FACILITATE),
    Fault("missing-file", MODULE, "folder: first-visit", "folder: second-visit", 1, seen_in=SECOND),
    # sums and order
    Fault("parts-sum", LESSON, "theory_minutes: 30", "theory_minutes: 31", "minutes: 90"),
    Fault("minutes", MODULE, "    minutes: 60", "    minutes: 0", "minutes: 0"),
    Fault("minutes", TOOLS, "minutes: 7", "minutes: 0", "slow-breath"),
    Fault("agenda-sum", FACILITATE, "60 | Practice", "50 | Practice", "/// agenda"),
    Fault(
        "agenda-missing", FACILITATE, "/// agenda\n30 | Story and talk\n60 | Practice in threes\n///\n", "Words.\n", 1
    ),
    Fault("programme-sum", PROGRAMME, "minutes: 150", "minutes: 151", "minutes: 151"),
    Fault("programme-sum", PROGRAMME, "minutes: 50\n", "minutes: 51\n", "minutes: 51"),
    Fault("unknown-module", PROGRAMME, "  - first-steps", "  - first-step", "  - first-step"),
    Fault("unknown-lesson", PROGRAMME, "lessons: [later]", "lessons: [latr]", "id: safe-start"),
    Fault("unknown-lesson", LESSON, "prerequisites: []", "prerequisites: [nothing]", "nothing"),
    Fault("unknown-lesson", LESSON, END, "See [it](/lessons/nothing).", "/lessons/nothing"),
    Fault("prerequisite-circle", LESSON, "prerequisites: []", "prerequisites: [later]", "[later]"),
    Fault("retired-id", TOOLS, "id: people-map", "id: old-lesson", "old-lesson"),
    Fault("duplicate-week", TOOLS, "week: 2", "week: 1", "people-map"),
    # objectives and quiz
    Fault(
        "objective-count",
        LESSON,
        "  - id: leave-room\n    text: Demonstrate a pause after a question\n    assessed_by: rubric\n",
        "",
        "  - id: say-who",
    ),
    Fault("objective-verb", LESSON, "text: State who", "text: Understand who", "Understand"),
    Fault("objective-not-assessed", LESSON, "assessed_by: rubric", "assessed_by: quiz", "Demonstrate"),
    Fault("quiz-objective", LESSON, "assessed_by: quiz", "assessed_by: task", LAST_QUESTION, "warning", QUIZ),
    Fault("unknown-objective", QUIZ, "objective=say-who-i-am", "objective=say-who", "objective=say-who "),
    Fault("question-objective", QUIZ, "objective=say-who-i-am ", "", "## Question 1"),
    Fault("question-kind", QUIZ, "kind=single", "kind=singlee", "singlee"),
    Fault("question-heading", QUIZ, "{#question-1 ", "{", "## Question 1"),
    Fault(
        "question-stem",
        QUIZ,
        "Rana opens the door and says nothing. What do you do in visit 1?\n\n",
        "",
        "## Question 1",
    ),
    Fault("quiz-outline", QUIZ, "\n## Question 1", "\nWords.\n\n## Question 1", "Words."),
    Fault("quiz-key", QUIZ, "- (x) I ask why", "- ( ) I ask why", "## Question 1"),
    Fault(
        "quiz-options",
        QUIZ,
        "- ( ) I leave, and I come back tomorrow. {#c}\n\n    > Because of c.\n",
        "",
        "## Question 1",
    ),
    Fault("option-ids", QUIZ, "tomorrow. {#c}", "tomorrow. {#d}", "## Question 1", "warning"),
    Fault(
        "quiz-all-of-the-above",
        QUIZ,
        "I leave, and I come back tomorrow.",
        "All of the above.",
        "## Question 1",
        "warning",
    ),
    Fault("quiz-stem", QUIZ, "in visit 1?", "in visit 1", "## Question 1", "warning"),
    Fault(
        "quiz-double-negative", QUIZ, "What do you do", "What would you not say to nobody", "## Question 1", "warning"
    ),
    Fault("quiz-safety", LESSON, "must_pass: false", "must_pass: true", "draw: 3", seen_in=QUIZ),
    Fault("quiz-pool", QUIZ, "draw: 3", "draw: 4", "draw: 4"),
    Fault("quiz-balance", QUIZ, "draw: 3", "draw: 4", "text: State who", "warning", LESSON),
    # references
    Fault("unknown-contact", LESSON, "contact:eran", "contact:eren", "contact:eren"),
    Fault("unknown-term", LESSON, "term:mentor", "term:mentr", "term:mentr"),
    Fault("unknown-source", LESSON, "[@FHS]", "[@FSH]", "[@FSH]"),
    Fault("unknown-source", LESSON, "sources: [FHS]", "sources: [FSH]", "sources:"),
    Fault("unknown-never", LESSON, "never: [N1]", "never: [N99]", "N99"),
    Fault("unknown-anchor", LESSON, "(#end)", "(#ends)", "(#ends)"),
    Fault("bad-link", LESSON, "(#end)", "(javascript:alert(1))", "javascript"),
    Fault("unknown-media", LESSON, END, "![A door](media/door.png)", "media/door.png"),
    Fault("reference-differs", LESSON_HE, "{{contact:eran}}", "{{contact:mda}}", "contact:mda", "warning"),
    # phones
    Fault("phone-number", LESSON, END, "Call 03-123 4567.", "03-123"),
    Fault("phone-number", LESSON, END, "Write to 052-1234567 now.", "052"),
    Fault("phone-number", LESSON, END, "Write to +972 52 123 4567 now.", "+972"),
    Fault("phone-number", LESSON, END, "The line is 1-800-363-363.", "1-800"),
    Fault("phone-number", LESSON, END, "Try *6935 at night.", "*6935"),
    Fault("phone-number", LESSON, END, "Dial 101 first.", "101 first"),
    Fault("phone-number", LESSON, END, "ERAN is 1201 in short.", "1201"),
    Fault("phone-number", LESSON_HE, "תודה לאנשים", "חייגו 101 תודה לאנשים", "101"),
    Fault("phone-number", LESSON_HE, "תודה לאנשים", "اتصلوا ١٢٠١ תודה לאנשים", "١٢٠١"),
    Fault("phone-number", MODULE, "en: Later", "en: Later 052-1234567", "052-1234567"),
    # languages
    Fault("misaligned", LESSON_HE, "- אומרים כמה זמן נשארים\n", "", "### שתי דלתות"),
    Fault("misaligned", LESSON_HE, "\nתודה לאנשים על זמנם.\n", "", "## הסוף"),
    Fault("misaligned", LESSON_HE, "תודה לאנשים על זמנם.", "תודה.\n\nועוד.", "ועוד."),
    Fault("misaligned", LESSON_HE, "  - להדגים שתיקה אחרי שאלה\n", "", "  - לומר"),
    Fault("misaligned", QUIZ_HE, "    > בגלל ב.\n\n", "", "- הולכים"),
    Fault("structure-in-translation", LESSON_HE, "## הסוף", "## הסוף {#end}", "{#end}"),
    Fault("structure-in-translation", LESSON_HE, '- "תתעודד."', '- (x) "תתעודד."', "תתעודד"),
    Fault("structure-in-translation", LESSON_HE, "במה הבחנת?", "במה הבחנת?\n    id: noticed", "    id: noticed"),
    Fault("translation-missing", MODULE, "languages: [en, he]", "languages: [en, he, ar]", 1, seen_in=LESSON),
    Fault("translation-missing", TOOLS, "he: Slow breath בעברית, ", "", "id: slow-breath"),
    Fault("translation-missing", GLOSSARY, ", ar: mentor بالعربية", "", 2),
    Fault("translation-missing", SOURCES, "he: Practice teaches בעברית, ", "", 2),
    Fault("translation-missing", SOURCES, "he: Read whole בעברית, ", "", 2),
    Fault("stamp-missing", LESSON_HE, "stamp: [", "stamp: []\nother: [", 1),
    Fault("stale-translation", LESSON, END, "Thank people warmly.", "תודה לאנשים", seen_in=LESSON_HE),
    Fault("stale-translation", LESSON, "title: A first visit", "title: The first visit", "title:", seen_in=LESSON_HE),
    Fault("not-translated", LESSON_HE, "תודה לאנשים על זמנם.", "Thank people for their time.", "Thank", "warning"),
    # wording and readability
    Fault("wording", LESSON, END, "He committed\nsuicide in May.", "He committed"),
    Fault("wording", LESSON, END, "She suffers from panic.", "suffers", "warning"),
    Fault("wording", LESSON_HE, "תודה לאנשים", "הוא ביצע התאבדות", "ביצע"),
    Fault("long-sentence", LESSON, END, "And so " + "we went on " * 14 + "home.", "And so", "warning"),
    Fault(
        "reading-level",
        LESSON,
        END,
        ("We " + "meet people and talk about " * 5 + "it. ") * 20,
        1,
        "warning",
    ),
    # people's work
    Fault("review-pending", LESSON, "2026-11-01 R. Cohen", "pending", "reviewed:", "warning"),
    Fault("review-overdue", LESSON, "review_due: 2099-01-01", "review_due: 2020-01-01", "review_due", "warning"),
    Fault("contact-unverified", CONTACTS, "verified_by: R. Cohen", 'verified_by: ""', 1, "warning"),
    Fault("contact-stale", CONTACTS, 'verified_on: "2099-01-01"', 'verified_on: "2020-01-01"', 1, "warning"),
    Fault("source-incomplete", SOURCES, "title: Foundational helping skills", 'title: ""', 2, "warning"),
]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.code}-{fault.new[:20]!r}")
def test_a_fault_is_said_at_its_line(fault: Fault):
    tree = planted(fault.path, fault.old, fault.new)
    file = fault.seen_in or fault.path
    line = fault.at if isinstance(fault.at, int) else line_of(tree[file].decode(), fault.at)
    findings = found(check(tree), fault.code)
    assert (file, line, fault.severity) in {(one.file, one.line, one.severity) for one in findings}, findings


def test_the_sample_has_no_fault():
    assert check(files()) == []


ADDED = {
    "unknown-file": ("modules/first-steps/first-visit/notes.txt", b"hello"),
    "media-kind": ("modules/first-steps/first-visit/media/door.svg", b"<svg/>"),
    "encoding": (LESSON, b"---\nid: first-visit\ntitle: \xff\xfe\n---\n"),
    "empty-file": (NEVER, b"# nothing\n"),
    "yaml": ("curriculum/calendars/2026.yaml", b"a: [1, 2\n"),
}


@pytest.mark.parametrize("code", ADDED)
def test_a_file_that_cannot_be_taken_is_named(code: str):
    path, data = ADDED[code]
    findings = found(check(files() | {path: data}), code)
    assert {one.file for one in findings} == {path}


@pytest.mark.parametrize("path", [CONTACTS, SOURCES, GLOSSARY, NEVER, MODULE])
def test_a_list_that_cannot_be_read_is_said_once(path: str):
    errors = [one for one in check(files() | {path: b"a: [\n"}) if one.severity == "error"]
    assert {(one.file, one.code) for one in errors} <= {(path, "yaml"), (FACILITATE, "unlisted-lesson")}


def test_bytes_that_are_no_text_are_found_by_line():
    path, data = ADDED["encoding"]
    assert [one.line for one in found(check(files() | {path: data}), "encoding")] == [3]


def test_right_answers_may_not_all_stand_first():
    quiz = re.sub(
        r"- \([x ]\) (I say|I ask|I leave)", lambda m: f"- ({'x' if m[1] == 'I say' else ' '}) {m[1]}", texts()[QUIZ]
    )
    assert len(found(check(files() | {QUIZ: quiz.encode()}), "quiz-key-balance")) == 1


def test_right_answers_may_not_be_told_by_their_length():
    quiz = re.sub(r"(- \(x\) )", r"\1Slowly, and with all the time that it takes, ", texts()[QUIZ])
    assert len(found(check(files() | {QUIZ: quiz.encode()}), "quiz-longest")) == 1


def test_a_workshop_without_a_page_for_trainers_is_refused():
    tree = {path: data for path, data in files().items() if "facilitate" not in path}
    findings = found(check(tree), "facilitation-missing")
    assert [(one.file, one.line) for one in findings] == [(LESSON, 4)]


def test_an_objective_without_practice_is_not_taught():
    plain = {path: text for path, text in texts().items() if "facilitate" not in path}
    lesson = re.sub(r"///.*?\n///\n", "Words.\n", plain[LESSON], flags=re.DOTALL)
    findings = found(check(encoded(plain | {LESSON: lesson})), "objective-not-taught")
    assert [one.line for one in findings] == [line_of(lesson, "text: Demonstrate")]


def test_a_number_is_not_a_phone_number():
    words = (
        "In 2024 about 100 people came, 1,201 in all, at 10:30 on 07/10/2023; see doi 10.1080/13811118.2024.2358411."
    )
    assert found(check(planted(LESSON, END, words)), "phone-number") == []


def test_words_in_quotation_marks_are_an_example():
    assert found(check(planted(LESSON, END, 'Never say "committed suicide".')), "wording") == []


def test_an_unknown_key_suggests_the_nearest():
    findings = check(planted(LESSON, "theory_minutes: 30", "theory_minutess: 30"))
    assert found(findings, "unknown-key")[0].suggestion == 'did you mean "theory_minutes"?'


def test_a_finding_reads_as_file_line_column_code_message():
    finding = found(check(planted(LESSON, "(#end)", "(#ends)")), "unknown-anchor")[0]
    assert re.fullmatch(
        r"modules/\S+lesson\.en\.md:\d+:\d+: unknown-anchor: .* \(did you mean \"end\"\?\)", str(finding)
    )


def test_hostile_yaml_neither_grows_nor_overflows():
    bomb = "a: &a [x, x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(20)
    )
    deep = "a: " + "[" * 5000
    for text in (bomb, deep):
        assert found(check(files() | {NEVER: text.encode()}), "yaml")


def test_every_code_is_planted_somewhere():
    others = (card_samples, exercise_samples, rubric, scenario_samples, kind_faults, portfolio, practicum, structure)
    planted_codes = (
        {fault.code for one in others for fault in one.FAULTS}
        | {fault.code for fault in FAULTS}
        | {scenario_samples.PADDING}
        | set(ADDED)
        | set(re.findall(r'"([a-z-]+)"\)', Path(__file__).read_text()))
        | set(re.findall(r'\("(baseline-[a-z]+)"', Path(__file__).with_name("test_baselines.py").read_text()))
    )
    assert sorted(_codes() - planted_codes) == []


def _codes() -> set[str]:
    """Every literal code in a call that reports, in the whole catalogue."""
    found_codes: set[str] = set()
    for path in Path(app.catalogue.__path__[0]).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            name = getattr(node.func, "attr", getattr(node.func, "id", "")) if isinstance(node, ast.Call) else ""
            if isinstance(node, ast.Call) and name in ("error", "warning", "_error", "say"):
                texts = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
                found_codes |= {text for text in texts[:1] if re.fullmatch(r"[a-z]+(-[a-z]+)*", text)}
    return found_codes
