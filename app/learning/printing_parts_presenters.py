"""What a lesson brings to its pack: agenda, notes, cards, handouts."""

from __future__ import annotations

from typing import Any

from app.catalogue.types import Source
from app.core.words import N_
from app.learning import staff_presenters
from app.learning.presenters import Shown
from app.learning.printing_lesson_presenters import BLOCKS, Occasion, untranslated
from app.papers.letters import isolated
from app.papers.markup import Node, levelled, tree
from app.web.formats import minutes
from app.web.languages import gettext

ON_OTHER_PAGES = ("roleplay", "handout")


def agenda(occasion: Occasion) -> dict[str, Any]:
    """Each agenda of the notes against the clock."""
    drawn = [note for note in staff_presenters.notes(occasion.lesson, occasion.notes, occasion.start) if note.agenda]
    if not drawn:
        return {}
    return {
        "foreign": untranslated(occasion.foreign(note.shown.lang) for note in drawn),
        "tables": [
            {
                "lang": occasion.foreign(note.shown.lang),
                "minutes": note.minutes,
                "lines": [
                    {"clock": f"{x.begins}–{x.ends}", "minutes": x.minutes, "text": tree(str(x.text))}
                    for x in note.agenda
                ],
            }
            for note in drawn
        ],
    }


def notes(occasion: Occasion) -> dict[str, Any]:
    """The facilitation notes in their order; cards and handouts are named where they stand, and printed apart."""
    shown = occasion.notes
    blocks = [_block(occasion, one, _heads_agenda(shown, at)) for at, one in enumerate(shown) if one.kind != "agenda"]
    blocks = [block for block in blocks if block["nodes"] or block["title"]]
    if not blocks:
        return {}
    for block, nodes in zip(blocks, _in_steps([block["nodes"] for block in blocks]), strict=True):
        block["nodes"] = nodes
    foreign = untranslated(block["lang"] for block in blocks)
    return {"foreign": foreign, "blocks": blocks, "sources": _sources(occasion)}


def _sources(occasion: Occasion) -> list[dict[str, Any]]:
    """What the small numbers in the notes point at, in their order."""
    return [_source(occasion, occasion.catalogue.sources[key]) for key in occasion.lesson.sources]


def _source(occasion: Occasion, source: Source) -> dict[str, Any]:
    """A rule of our own has no author; it says what it is."""
    if source.citation:
        return {"text": source.citation, "lang": occasion.foreign("en")}
    return occasion.plain(source.supports)


def _heads_agenda(shown: tuple[Shown, ...], at: int) -> bool:
    return at + 1 < len(shown) and shown[at + 1].kind == "agenda"


def _block(occasion: Occasion, one: Shown, heads_agenda: bool) -> dict[str, Any]:
    block: dict[str, Any] = {"kind": one.kind, "lang": occasion.foreign(one.lang), "nodes": [], "title": ""}
    if one.kind == "prose":
        return block | {"nodes": _without_last_heading(tree(one.body)) if heads_agenda else tree(one.body)}
    block |= {
        "word": gettext(BLOCKS.get(one.kind, "")),
        "title": isolated(one.heading),
        "length": _length(occasion, one),
    }
    if one.kind in ON_OTHER_PAGES:
        return block
    return block | {"nodes": [*tree(one.body), *_items(one)]}


def _items(one: Shown) -> list[Node]:
    lines: list[Node] = [{"k": "li", "c": [*tree(text), *tree(feedback)]} for _, text, feedback, _ in one.items]
    return [{"k": "ul", "c": lines}] if lines else []


def _length(occasion: Occasion, one: Shown) -> str:
    length = one.settings.get("minutes")
    return minutes(int(length), occasion.language) if length else ""


def _without_last_heading(nodes: list[Node]) -> list[Node]:
    """The agenda has a page of its own, so that its heading would head nothing here."""
    last = nodes[-1] if nodes else ""
    return nodes[:-1] if not isinstance(last, str) and last["k"] == "h" else nodes


def _in_steps(pieces: list[list[Node]]) -> list[list[Node]]:
    """Headings of all pieces follow each other in steps, below the part's own."""
    whole = levelled(({"k": "piece", "c": piece} for piece in pieces), above=1)
    return [piece["c"] for piece in whole if not isinstance(piece, str)]


def cards(occasion: Occasion) -> dict[str, Any]:
    """Role-plays with their cards, each a piece that can be cut out and handed to one person alone."""
    plays = [one for one in occasion.notes if one.kind == "roleplay"]
    if not plays:
        return {}
    said = N_("Print %(sets)s sets: one for each three of %(people)s people. Cut the cards apart; each reads one only.")
    return {
        "foreign": untranslated(occasion.foreign(one.lang) for one in plays),
        "copies": gettext(said, sets=occasion.sets, people=occasion.people),
        "sets": [_set(occasion, number, one) for number, one in enumerate(plays, 1)],
    }


def _set(occasion: Occasion, number: int, one: Shown) -> dict[str, Any]:
    sections = [node for node in tree(one.body) if not isinstance(node, str) and node["k"] == "section"]
    return {
        "number": number,
        "lang": occasion.foreign(one.lang),
        "title": isolated(one.heading),
        "length": _length(occasion, one),
        "cards": [
            {"title": section["c"][0]["c"], "nodes": levelled(section["c"][1:], above=3)} for section in sections
        ],
    }


def _card(nodes: list[Node]) -> dict[str, Any]:
    """A card opens with its heading; the catalogue's check refuses another one."""
    heading, *rest = nodes
    return {"title": [] if isinstance(heading, str) else heading["c"], "nodes": levelled(rest, above=3)}


def handouts(occasion: Occasion) -> dict[str, Any]:
    """What participants take along, from their page and from the notes, a page each."""
    found = [one for one in (*occasion.page, *occasion.notes) if one.kind == "handout"]
    if not found:
        return {}
    return {
        "copies": gettext(N_("Copies: %(number)s"), number=occasion.people),
        "sheets": [
            {
                "lang": occasion.foreign(one.lang),
                "foreign": untranslated([occasion.foreign(one.lang)]),
                "title": isolated(one.heading),
                "nodes": levelled(tree(one.body), above=2),
            }
            for one in found
        ],
    }
