"""Text of an entry that may tell who somebody is: said to its writer, who decides. Nothing of it is kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.core import identifying
from app.core.words import N_

SAYS = {
    identifying.MAIL: N_("an e-mail address. Leave it out: whoever needs it has it elsewhere."),
    identifying.ID: N_("an ID number. Leave it out: the case code is enough."),
    identifying.PHONE: N_("a phone number. Leave it out: whoever needs it has it elsewhere."),
    identifying.ADDRESS: N_("an address. Say what kind of place it was: at home, at the centre, outside."),
    identifying.NAME: N_("somebody's name. Say their part instead: the doctor, the neighbour, the coordinator."),
    identifying.MET: N_("perhaps the name of whom you met. The case code says it already."),
    identifying.KUNYA: N_("a name by which everybody knows somebody. Say their part instead: a father, a neighbour."),
}


@dataclass(frozen=True, slots=True)
class Noticed:
    """A stretch of text as it was written, and of what kind it seems to be."""

    kind: str
    text: str


def notice(*texts: str) -> list[Noticed]:
    """What may tell who somebody is in any of the texts, each once."""
    found = (Noticed(one.kind, text[one.start : one.end]) for text in texts for one in identifying.find(text))
    return list(dict.fromkeys(found))


def tidy(texts: Iterable[str]) -> str:
    """Texts as one line, to know again what was seen already."""
    return " ".join(" ".join(texts).split())
