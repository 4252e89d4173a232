"""Faults of questions, each planted in the file of `tests.support.every_kind`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """`question` is the heading at which it is said; a snippet in it, where `at` names one."""

    code: str
    old: str
    new: str
    question: str
    language: str = "en"
    at: str = ""


LONG, SORT, LIMITS, WHICH = "## How long", "## What sort", "## The sentence", "## Which sort"
ORDER, REPORT, OWN = "## In which", "## Report or", "## In your own"
FEELS = "- ( ) I feel that it is better {#b}\n\n    > A feeling is no limit that people can know beforehand.\n\n"

FAULTS = [
    # numeric
    Fault("quiz-key", "- (x) 60 minutes", "- ( ) 60 minutes", LONG),
    Fault("quiz-key", "- ( ) 90 minutes", "- (x) 90 minutes", LONG),
    Fault("quiz-number", "- (x) 60 minutes", "- (x) sixty minutes", LONG),
    Fault("quiz-number", "- (x) 60 minutes", "- (x) about 60 minutes", LONG),
    Fault("quiz-number", "- 60 דקות", "- 61 דקות", LONG, "he"),
    Fault("quiz-number", "- ٦٠ دقيقة", "- ٦٠", LONG, "ar"),
    Fault("quiz-number", "- ( ) 90 minutes", "- ( ) 64 minutes", LONG),
    Fault("quiz-number", "tolerance=5", "tolerance=50%", LONG),
    Fault("bad-option", "tolerance=5", "tolerance=some", LONG),
    Fault("bad-option", "tolerance=5", "tolerance=-1", LONG),
    Fault("bad-option", "tolerance=5", "tolerance=5 scoring=parts", LONG),
    Fault("unknown-option", "tolerance=5", "tolerance=5 pass=3", LONG),
    Fault("option-marker", "- (x) 60 minutes", "- 60 minutes", LONG, at="- 60 minutes"),
    Fault("missing-id", "60 minutes {#a}", "60 minutes", LONG, at="- (x) 60 minutes"),
    Fault("duplicate-id", "90 minutes {#b}", "90 minutes {#a}", LONG, at="- ( ) 90 minutes"),
    Fault("quiz-explanation", "    > After an hour most people are tired.\n\n", "", LONG),
    # short-text
    Fault("quiz-key", "- (x) open question |", "- ( ) open question |", SORT),
    Fault("quiz-forms", "open question | an open question", "open question | ", SORT),
    Fault("quiz-forms", "closed question | yes", "The Open Question! | yes", SORT),
    Fault("quiz-forms", "שאלה סגורה |", "השאלה הפתוחה |", SORT, "he"),
    Fault("quiz-forms", "- שאלה פתוחה | פתוחה", "- ?! | פתוחה", SORT, "he"),
    # cloze
    Fault("quiz-gaps", "unless {{gap:danger}}", "unless so", LIMITS),
    Fault("quiz-gaps", "{{gap:danger}}", "{{gap:danger}} {{gap:danger}}", LIMITS),
    Fault("quiz-gaps", "{{gap:act}}", "{{gap:acts}}", LIMITS, "he"),
    Fault("quiz-key", "- (x) somebody", "- ( ) somebody", LIMITS),
    Fault("quiz-key", "- ( ) I feel", "- (x) I feel", LIMITS),
    Fault("quiz-key", "- (x) bring help", "- ( ) bring help", LIMITS),
    Fault("quiz-options", FEELS, "", LIMITS),
    Fault("block-content", "### The first gap {#danger}\n\n", "", LIMITS, at="- (x) somebody"),
    Fault("missing-id", "### The first gap {#danger}", "### The first gap", LIMITS, at="### The first gap"),
    Fault("duplicate-id", "{#act input=text}", "{#danger input=text}", LIMITS, at="### The second gap"),
    Fault("bad-option", "input=text", "input=number", LIMITS, at="### The second gap"),
    Fault("unknown-option", "input=text", "imput=text", LIMITS, at="### The second gap"),
    Fault("quiz-forms", "- מביאים עזרה | להביא", "- | להביא", LIMITS, "he"),
    # matching
    Fault("quiz-options", "- “Did you sleep?” | closed question {#b}\n\n    > Yes or no is enough.\n\n", "", WHICH),
    Fault("quiz-options", "- | advice {#d}", "- | advice {#d}\n- | e {#e}\n- | f {#f}\n- | g {#g}", WHICH),
    Fault("quiz-match", "| closed question {#b}", "{#b}", WHICH),
    Fault("quiz-match", "| closed question {#b}", "| closed | question {#b}", WHICH),
    Fault("quiz-match", "| closed question {#b}", "| Open question. {#b}", WHICH),
    Fault("quiz-match", "| שאלה סגורה\n\n    > מספיק", "| השאלה הפתוחה\n\n    > מספיק", WHICH, "he"),
    Fault("quiz-match", "- | עצה", "- משהו | עצה", WHICH, "he"),
    Fault("option-outside", "- “Did you sleep?”", "- (x) “Did you sleep?”", WHICH, at="- (x) “Did"),
    Fault("quiz-explanation", "    > Yes or no is enough.\n\n", "", WHICH),
    # ordering
    Fault("quiz-options", "3. Call for help. {#call}\n4. Stay until help comes. {#stay}\n", "", ORDER),
    Fault("quiz-options", "3. Call for help.", "3. Speak to the person!", ORDER),
    Fault("quiz-explanation", "> Who gets hurt cannot help.\n", "", ORDER),
    # categorise
    Fault("quiz-groups", "### Consult first", "### Never {#never}\n\n### Later {#later}\n\n### Consult first", REPORT),
    Fault("quiz-options", "### Consult first {#consult}\n\n", "", REPORT),
    Fault("duplicate-id", "{#tired}", "{#belt}", REPORT, at="- A mother"),
    # reflective
    Fault("quiz-must-pass", "kind=reflective", "kind=reflective must_pass=true", OWN),
    Fault("bad-option", "pass=50", "pass=0", OWN),
    Fault("bad-option", "min_words=5", "min_words=60", OWN),
    Fault("bad-option", "max_words=60", "max_words=many", OWN),
    Fault("quiz-options", "- Fully: it invites him to go on {#l1}\n", "", OWN),
    Fault("quiz-explanation", "> A strong answer names the loneliness and asks nothing yet.\n", "", OWN),
]
