"""The fenced blocks that authors have: what each takes, and an example. The reference page is made from this table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Content = Literal["markdown", "nothing", "agenda", "cards", "decision", "list"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """`values` lists what is allowed; empty with `is_number` false means any text."""

    is_number: bool = False
    is_required: bool = True
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockKind:
    """`heading` names the text behind `|`, empty where there is none. Steps count for completion.

    `pages`: the kinds of page that it may stand on, where not on all.
    """

    name: str
    says: str
    heading: str = ""
    options: Mapping[str, Option] = field(default_factory=dict)
    content: Content = "markdown"
    is_content_required: bool = True
    is_step: bool = False
    pages: tuple[str, ...] = ()
    example: str


RESERVED_STEPS = frozenset({"quiz", "attendance", "scenario"})
"""Steps that are done by passing and by being there, so no block may carry their names."""

_ID = {"id": Option()}
_MINUTES = Option(is_number=True)
_HINT = {"minutes": Option(is_number=True, is_required=False)}

_ALL = (
    BlockKind(
        name="note",
        says="A remark set apart from the text.",
        heading="title",
        example="/// note | Before the meeting\nBring water and something to write with.\n///",
    ),
    BlockKind(
        name="warning",
        says="Says what may be hard in what follows, before it comes.",
        heading="title",
        example="/// warning | About loss\nThe next part speaks of bereavement. You may skip it.\n///",
    ),
    BlockKind(
        name="agenda",
        says="The timed plan of a meeting. Its minutes sum to the lesson's; a translation leaves the numbers out.",
        content="agenda",
        example="/// agenda\n\n10 | Arrival, consent, grounding\n20 | Mini-teach\n///",
    ),
    BlockKind(
        name="roleplay",
        says="Three cards under three `####` headings: the helper's, the person's, the observer's.",
        heading="title",
        options=_ID | {"minutes": _MINUTES},
        content="cards",
        example=(
            "/// roleplay | The first visit\n    id: first-visit\n    minutes: 12\n\n"
            "#### The helper\n\nYou visit for the first time. Introduce yourself.\n\n"
            "#### The person\n\nYou are tired. Silence opens you; advice closes you.\n\n"
            "#### The observer\n\n- Says their name and role\n- Asks before sitting down\n///"
        ),
    ),
    BlockKind(
        name="decide",
        says="A decision with feedback on every answer. A step.",
        heading="question",
        options=_ID,
        content="decision",
        is_step=True,
        example=(
            "/// decide | What do you say first?\n    id: say-first\n\nYosef looks at the floor.\n\n"
            "- (x) “There is no hurry.” {#a}\n\n    > It leaves room.\n\n"
            "- ( ) “Cheer up.” {#b}\n\n    > It asks for a feeling that is not there.\n///"
        ),
    ),
    BlockKind(
        name="reflect",
        says="A private, encrypted note to oneself. Never required, never read by others.",
        heading="prompt",
        options=_ID,
        is_content_required=False,
        example="/// reflect | What did you notice in your body?\n    id: body-noticed\n///",
    ),
    BlockKind(
        name="try-it",
        says="What to try this week. A step.",
        heading="title",
        options=_ID | _HINT,
        is_step=True,
        example="/// try-it | One open question\n    id: one-open-question\n\nAsk one open question today.\n///",
    ),
    BlockKind(
        name="checklist",
        says="Lines to tick, each with an id. A step.",
        heading="title",
        options=_ID,
        content="list",
        is_step=True,
        example=(
            "/// checklist | Before you leave\n    id: before-leaving\n\n- Say when you come back {#come-back}\n"
            "- Ask what was useful {#useful}\n///"
        ),
    ),
    BlockKind(
        name="cards",
        says="Cards to choose from, each with an id. A step.",
        heading="title",
        options=_ID,
        content="list",
        is_step=True,
        example="/// cards | What matters\n    id: what-matters\n\n- Kin {#kin}\n- Play {#play}\n///",
    ),
    BlockKind(
        name="handout",
        says="One page to print.",
        heading="title",
        example="/// handout | My first visit\nName, role, how long, what stays between us.\n///",
    ),
    BlockKind(
        name="timer",
        says="A clock that the reader may start.",
        heading="label",
        options={"minutes": _MINUTES},
        is_content_required=False,
        example="/// timer | Silent listening\n    minutes: 3\n///",
    ),
    BlockKind(
        name="breathe",
        says="A breathing pacer, in seconds; never with a held breath.",
        heading="label",
        options={"in": Option(is_number=True), "out": Option(is_number=True), "minutes": _MINUTES},
        content="nothing",
        example="/// breathe | Slow breath\n    in: 4\n    out: 6\n    minutes: 5\n///",
    ),
    BlockKind(
        name="rate",
        says="A private rating, 0 to 10, before or after. High distress offers a person; high wellbeing never does.",
        heading="label",
        options=_ID
        | {"polarity": Option(values=("distress", "wellbeing")), "when": Option(values=("before", "after"))},
        content="nothing",
        example="/// rate | How tense are you now?\n    id: tense\n    polarity: distress\n    when: before\n///",
    ),
    BlockKind(
        name="stop",
        says="After the steps: what to do when it is too much, in words that fit this exercise.",
        pages=("exercise",),
        example="/// stop\nOpen your eyes wide, look round, feel the floor. Then turn to a person.\n///",
    ),
    BlockKind(
        name="sharing",
        says="After the stop: how a mentor may share the exercise, or why it stays with the mentor.",
        pages=("exercise",),
        example="/// sharing\nAsk first, show it, do it together. They may refuse, change it, stop.\n///",
    ),
    BlockKind(
        name="evidence",
        says="At the end: what is known, and how strong it is, honestly.",
        pages=("exercise",),
        example="/// evidence\nTen small studies; the effect is modest [@general-knowledge].\n///",
    ),
    BlockKind(
        name="video",
        says="A film with its transcript.",
        heading="title",
        options={"src": Option()},
        example="/// video | A first visit\n    src: media/first-visit.mp4\n\nRana: Good morning.\n///",
    ),
    BlockKind(
        name="audio",
        says="A recording with its transcript.",
        heading="title",
        options={"src": Option()},
        example="/// audio | Slow breath\n    src: media/slow-breath.mp3\n\nSit as you like.\n///",
    ),
)

BLOCK_KINDS: Mapping[str, BlockKind] = {kind.name: kind for kind in _ALL}
