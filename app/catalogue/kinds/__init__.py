"""Kinds of questions behind one contract: a new kind is one file here, registered in `KINDS`."""

from app.catalogue.kinds.categorise import Categorise
from app.catalogue.kinds.cloze import Cloze
from app.catalogue.kinds.contract import FIELD, Field, Grade, Kind, Line, UnreadableAnswer
from app.catalogue.kinds.matching import Matching
from app.catalogue.kinds.multiple import Multiple
from app.catalogue.kinds.numeric import Numeric
from app.catalogue.kinds.ordering import Ordering
from app.catalogue.kinds.reflective import Reflective
from app.catalogue.kinds.short_text import ShortText
from app.catalogue.kinds.single import Single

_ALL: tuple[Kind, ...] = (
    Single(),
    Single(name="true-false", fixed_order=True),
    Multiple(),
    Numeric(),
    ShortText(),
    Cloze(),
    Matching(),
    Ordering(),
    Categorise(),
    Reflective(),
)
KINDS: dict[str, Kind] = {kind.name: kind for kind in _ALL}

__all__ = ["FIELD", "KINDS", "Field", "Grade", "Kind", "Line", "UnreadableAnswer"]
