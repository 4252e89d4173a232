"""A small, faultless scenario laid into the sample tree, and every fault that the check knows of scenarios."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from app.catalogue.reader import read
from app.catalogue.stamps import restamped
from tests.catalogue.samples import encoded, texts

SCENARIO = "modules/first-steps/first-visit/scenario.en.md"
SCENARIO_HE = "modules/first-steps/first-visit/scenario.he.md"

_SOURCE = """---
id: noa-at-the-door
title: Noa at the door
summary: Noa opens the door and says little. You decide how to begin.
start: arrival
skills:
  - id: honesty
    title: Being honest about limits
  - id: presence
    title: Staying present
must_pass: true
pass:
  endings: [good]
  skills: {honesty: 2}
alternative: You may talk this visit through with a trainer. No reason is needed.
source_language: en
reviewed: {clinical: 2026-11-01 R. Cohen}
---

## Noa waits {#arrival}

Noa looks at the floor [@FHS]. She holds:

- a bag
- a cup

“I am fine, really.”

- [“You do not look fine.”](#pushed) {#push skill=honesty score=-1}

    > It tells her what she feels.

- [Wait, then: “I am here.”](#opens) {#wait skill=presence score=2}

    > It leaves room.

## Noa turns away {#pushed}

She looks at the door.

- [Go on](#closed) {#on}

    > The visit ends.

- [“I was too quick. May I sit?”](#arrival) {#again skill=honesty score=1}

    > Saying so mends a lot.

## Noa asks {#opens}

“Will you keep it between us?”

- [“Always.”](#broken) {#always skill=honesty score=-2}

    > A promise that nobody can keep.

- [“Yes, unless somebody is in danger.”](#held) {#limits skill=honesty score=2}

    > She knows where she stands.

## You hold the line {#held ending=good}

Noa nods, and pours tea. {{contact:eran}} is there for both of you.

## The door stays closed {#closed ending=open}

Nothing is broken. There will be another visit.

## A promise breaks {#broken ending=unsafe}

Later Noa tells you something that has to be passed on. You pass it on, and she feels betrayed. It is nobody's fault:
the promise was larger than anybody could keep. Saying the limits first would have kept her safe, and your bond as well.
"""

_HE = """---
title: נועה בדלת
summary: נועה פותחת את הדלת וממעטת בדיבור. כאן מחליטים איך מתחילים.
alternative: אפשר לדבר על הביקור הזה עם המנחה. אין צורך בסיבה.
skills:
  - כנות לגבי הגבולות
  - נוכחות
---

## נועה מחכה

נועה מביטה ברצפה [@FHS]. בידיה:

- תיק
- כוס

„אני בסדר, באמת.”

- „זה לא נראה בסדר.”

    > זה אומר לה מה היא מרגישה.

- להמתין, ואז: „אני כאן.”

    > זה משאיר מקום.

## נועה פונה הצדה

היא מביטה בדלת.

- הלאה

    > הביקור מסתיים.

- „זה היה מהר מדי. אפשר לשבת?”

    > לומר זאת מתקן הרבה.

## נועה שואלת

„זה יישאר בינינו?”

- „תמיד.”

    > הבטחה שאי אפשר לקיים.

- „כן, אלא אם כן יש סכנה.”

    > היא יודעת היכן היא עומדת.

## הגבול נשמר

נועה מהנהנת ומוזגת תה. {{contact:eran}} כאן לשתיכן.

## הדלת נשארת סגורה

שום דבר לא נשבר. יהיה עוד ביקור.

## הבטחה נשברת

אחר כך נועה מספרת דבר שחייבים להעביר הלאה. הוא מועבר, והיא מרגישה נבגדת. אף אחד לא אשם.
"""


def scenario_texts() -> dict[str, str]:
    """The sample tree with the scenario in it; translations carry their stamps."""
    files = encoded({**texts(), SCENARIO: _SOURCE, SCENARIO_HE: _HE})
    return {path: data.decode() for path, data in {**files, **restamped(read(files))}.items()}


def scenario_planted(old: str, new: str, path: str = SCENARIO) -> dict[str, str]:
    """The tree with the first `old` replaced; refuses a fault that would not be planted."""
    plain: Mapping[str, str] = scenario_texts()
    if old not in plain[path]:
        raise LookupError(f"{old!r} does not stand in {path}")
    return {**plain, path: plain[path].replace(old, new, 1)}


PADDING = "scene-padding"


class Fault(NamedTuple):
    """`at` stands on the line that the finding names."""

    code: str
    old: str
    new: str
    at: str
    severity: str = "error"
    path: str = SCENARIO
    seen_in: str = ""  # where it is another file


_END = "Nothing is broken. There will be another visit."
_ROUND = "## The door stays closed {#closed}\n\nOn and on.\n\n- [Go on](#closed) {#on}\n\n    > Again."
ALONE = "## The door stays closed {#closed}\n\nA while.\n\n- [Go on](#held) {#on}\n\n    > On."
CLOSED = f"## The door stays closed {{#closed ending=open}}\n\n{_END}"

AGAIN = "- [“I was too quick. May I sit?”](#arrival) {#again skill=honesty score=1}\n\n    > Saying so mends a lot.\n\n"

FAULTS = (
    Fault("scene-outline", "## Noa waits {#arrival}\n", "", "Noa looks at the floor"),
    Fault("scene-outline", "She looks at the door.", "/// note | Look\nHere.\n///", "/// note"),
    Fault("scene-outline", "    > The visit ends.", "    > The visit ends.\n\nThen.", "- [Go on]"),
    Fault("scene-heading", "## Noa turns away", "### Noa turns away", "### Noa turns away"),
    Fault("scene-empty", "She looks at the door.\n", "", "## Noa turns away"),
    Fault("scene-link", "She looks at the door.", "She looks at [the door](#held).", "[the door]"),
    Fault("feedback-outside", "- a cup", "- a cup\n\n    > Hers.", "> Hers."),
    Fault("feedback-missing", "    > It leaves room.\n", "", "[Wait, then"),
    Fault("missing-id", "{#on}", "", "[Go on]"),
    Fault("choice-target", "[Go on](#closed)", "Go on", "Go on {#on}"),
    Fault("option-outside", "- [Go on]", "- (x) [Go on]", "(x) [Go on]"),
    Fault("unknown-option", "{#on}", "{#on skil=honesty}", "{#on skil"),
    Fault("unknown-option", "ending=open}", "end=open}", "end=open"),
    Fault("bad-option", "ending=open}", "ending=bad}", "ending=bad"),
    Fault("choice-score", "{#on}", "{#on skill=honesty}", "{#on skill"),
    Fault("choice-score", "score=-2}", "score=-3}", "score=-3"),
    Fault("duplicate-id", "{#pushed}", "{#opens}", "## Noa asks"),
    Fault("duplicate-id", "{#wait ", "{#push ", "[Wait, then"),
    Fault("duplicate-id", "id: presence", "id: honesty", "- id: honesty\n    title: Staying present"),
    Fault("bad-id", "id: presence", "id: Being_There", "id: Being_There"),
    Fault("unknown-scene", "start: arrival", "start: arival", "start: arival"),
    Fault("unknown-scene", "[Go on](#closed)", "[Go on](#close)", "[Go on]"),
    Fault("unknown-skill", "{#on}", "{#on skill=honestly score=1}", "{#on skill"),
    Fault("unknown-skill", "{honesty: 2}", "{courage: 2}", "courage: 2"),
    Fault("scene-unreachable", "[Go on](#closed)", "[Go on](#opens)", "## The door stays closed"),
    Fault("scene-choices", _END, f"{_END}\n\n- [Go on](#held) {{#on}}\n\n    > On.", "## The door stays closed"),
    Fault("scene-dead-end", " ending=open}", "}", "## The door stays closed"),
    Fault("scene-no-exit", CLOSED, _ROUND, "## The door stays closed"),
    Fault(
        "unsafe-too-short",
        "Later Noa tells you something that has to be passed on. You pass it on, and she feels betrayed. ",
        "",
        "## A promise",
    ),
    Fault("skill-not-shown", "skill=presence score=2", "skill=presence score=0", "- id: presence"),
    Fault("pass-rule", "{honesty: 2}", "{honesty: 11}", "honesty: 11"),
    Fault("never-passes", "skills: {honesty: 2}", "skills: {honesty: 2, presence: 3}", "  endings:"),
    Fault("no-good-ending", "ending=good}", "ending=open}", "start: arrival"),
    Fault("bad-value", "endings: [good]", "endings: [fine]", "endings: [fine]"),
    Fault("missing-key", "alternative: You", "alternativ: You", "id: noa-at-the-door"),
    Fault("unknown-key", "alternative: You", "alternativ: You", "alternativ: You"),
    Fault("misaligned", "  - נוכחות\n", "", "  - כנות", path=SCENARIO_HE),
    Fault("misaligned", "    > זה משאיר מקום.\n\n", "", "## נועה פונה", path=SCENARIO_HE),
    Fault("structure-in-translation", "- הלאה", "- [הלאה](#closed)", "[הלאה]", path=SCENARIO_HE),
    Fault("structure-in-translation", "- הלאה", "- הלאה {#on}", "{#on}", path=SCENARIO_HE),
    Fault(
        "stale-translation", "She looks at the door.", "She looks at the window.", "היא מביטה בדלת", seen_in=SCENARIO_HE
    ),
    Fault("unknown-source", "[@FHS]", "[@FHX]", "[@FHX]"),
    Fault("unknown-contact", "contact:eran", "contact:erna", "contact:erna"),
    Fault("missing-value", "alternative: אפשר", "alternative: # אפשר", "alternative:", path=SCENARIO_HE),
)
