"""Kinds of questions behind one contract: a new kind is one file here, registered in `KINDS`."""

from app.catalogue.kinds.contract import FIELD, Field, Grade, Kind, Line, UnreadableAnswer
from app.catalogue.kinds.multiple import Multiple
from app.catalogue.kinds.single import Single

KINDS: dict[str, Kind] = {
    kind.name: kind for kind in (Single(), Single(name="true-false", fixed_order=True), Multiple())
}

__all__ = ["FIELD", "KINDS", "Field", "Grade", "Kind", "Line", "UnreadableAnswer"]
