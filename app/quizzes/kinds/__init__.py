"""Kinds of questions behind one contract: a new kind is one file here, registered in `KINDS`."""

from app.quizzes.kinds.contract import Kind, UnreadableAnswer
from app.quizzes.kinds.multiple import Multiple
from app.quizzes.kinds.single import Single

KINDS: dict[str, Kind] = {"single": Single(), "true-false": Single(fixed_order=True), "multiple": Multiple()}

__all__ = ["KINDS", "Kind", "UnreadableAnswer"]
