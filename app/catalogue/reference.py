"""The reference page of blocks, made from the table that the scanner and the check use."""

from __future__ import annotations

from collections.abc import Iterator

from app.catalogue.block_kinds import BLOCK_KINDS, BlockKind, Option

_CONTENT = {
    "markdown": "Markdown",
    "nothing": "none",
    "agenda": "one line for each part, `minutes | what happens` (a translation: `what happens`)",
    "cards": "three `####` cards: the helper's, the person's, the observer's, which ends with a list",
    "decision": "paragraphs, then options `- (x) text {#id}` with feedback indented by four spaces",
    "list": "paragraphs if wanted, then lines `- text {#id}` (a translation: `- text`)",
}


def reference_page() -> str:
    """Markdown for `docs/reference/blocks.md`; a test keeps the file equal to it."""
    lines = [
        "# Blocks",
        "",
        "Made by `flask content blocks`; do not edit. How to write a lesson: [authoring](../authoring.md).",
        "",
        "A block opens with `/// name | text`, its options stand right below, indented by four spaces (in the",
        "source file only), and a line `///` closes it. A block holds no other block. *Steps* count for the",
        "completion of a self-study lesson.",
    ]
    for kind in BLOCK_KINDS.values():
        lines += ["", *_kind(kind)]
    return "\n".join(lines) + "\n"


def _kind(kind: BlockKind) -> Iterator[str]:
    yield from (
        f"## {kind.name}",
        "",
        f"{kind.says}{' Is a step.' if kind.is_step and 'step' not in kind.says else ''}",
        "",
    )
    yield f"- Text behind `|`: {kind.heading or 'none'}"
    yield f"- Options: {'; '.join(_option(name, option) for name, option in kind.options.items()) or 'none'}"
    if kind.pages:
        yield f"- Only in an {' or a '.join(kind.pages)}"
    yield f"- Content: {_CONTENT[kind.content]}{'' if _needs(kind) else ' (may be left out)'}"
    yield from ("", "```markdown", kind.example, "```")


def _needs(kind: BlockKind) -> bool:
    return kind.is_content_required or kind.content == "nothing"


def _option(name: str, option: Option) -> str:
    what = "number" if option.is_number else " or ".join(f"`{value}`" for value in option.values) or "text"
    return f"`{name}` ({what}{'' if option.is_required else ', may be left out'})"
