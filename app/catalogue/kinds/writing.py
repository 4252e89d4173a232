"""Items and groups → the Markdown that they are read from; and → plain data."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from app.catalogue.types import Group, Item, Question


def item_blocks(
    item: Item, language: str, *, is_source: bool, bullet: str = "-", mark: str = "", text: str | None = None
) -> list[str]:
    """A line of a list and its feedback. `text` stands for the item's own where it is written otherwise."""
    words = (item.text.get(language, "") if text is None else text).replace("\n", "\n  ")
    begin, end = (f"{mark} " if mark else "", f" {{#{item.id}}}") if is_source else ("", "")
    blocks = [f"{bullet} {begin}{words}{end}"]
    if feedback := item.feedback.get(language, ""):
        blocks.append("\n".join(f"    > {line}".rstrip() for line in feedback.split("\n")))
    return blocks


def mark_of(item: Item) -> str:
    return "(x)" if item.is_right else "( )"


def group_block(group: Group, language: str, *, is_source: bool) -> str:
    settings = "".join(f" {key}={value}" for key, value in group.settings.items())
    mark = f" {{#{group.id}{settings}}}" if is_source else ""
    return f"### {group.title.get(language, '')}{mark}"


def quote_block(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


def plain(question: Question) -> dict[str, Any]:
    """Options and groups as plain data; what an option does not have is left out."""
    return {
        "options": [_without_empty(item) for item in question.options],
        "groups": [
            {"id": group.id, "title": dict(group.title), "settings": dict(group.settings)} for group in question.groups
        ],
    }


def _without_empty(item: Item) -> dict[str, Any]:
    found = {key: value for key, value in asdict(item).items() if value or key in ("text", "is_right")}
    if "forms" in found:
        found["forms"] = {language: list(forms) for language, forms in item.forms.items()}
    return found
