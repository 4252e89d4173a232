"""Everything that somebody will read, passage by passage, with its language and its place: for checks of words.

Bodies of Markdown, the values of their front matter, and in YAML what stands under a language's key. The words to
avoid of the glossary are no prose; the reasons for them are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import yaml

from app.catalogue.documents import MARK
from app.catalogue.findings import Place
from app.catalogue.glossary import GLOSSARY
from app.catalogue.texts import Text, texts
from app.catalogue.types import LANGUAGES


@dataclass(frozen=True, slots=True)
class Passage:
    """`start` is where the passage begins in its file."""

    language: str
    text: str
    file: Text
    start: int

    def place(self, position: int) -> Place:
        return self.file.place(self.start + position)


def passages(files: Mapping[str, bytes]) -> Iterator[Passage]:
    for text in texts(files, ".md"):
        end = text.text.find(f"\n{MARK}", len(MARK)) + 1 if text.text.startswith(MARK) else 0
        yield from _values(text, text.text[:end], text.language)
        yield Passage(text.language, text.text[end:], text, end)
    for text in texts(files, ".yaml"):
        yield from _values(text, text.text, "")


def _values(text: Text, source: str, language: str) -> Iterator[Passage]:
    """Every value of a language. What is no YAML is said elsewhere."""
    try:
        # Without its marks, front matter is a document of the same length: places stay.
        root = yaml.compose(source.replace(MARK, "   ", 1) if language else source, Loader=yaml.CSafeLoader)
    except yaml.YAMLError:
        return
    if root is not None:
        yield from _walk(root, text, language, is_glossary=text.file == GLOSSARY)


def _walk(node: yaml.Node, text: Text, language: str, *, is_glossary: bool) -> Iterator[Passage]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            name = str(key.value)
            inner = name if name in LANGUAGES else language
            yield from _walk(value, text, inner, is_glossary=is_glossary)
    elif isinstance(node, yaml.SequenceNode) and not (is_glossary and language):
        for value in node.value:
            yield from _walk(value, text, language, is_glossary=is_glossary)
    elif isinstance(node, yaml.ScalarNode) and language:
        quote = 1 if node.style in ("'", '"') else 0
        start, end = node.start_mark.index + quote, node.end_mark.index - quote
        yield Passage(language, text.text[start:end], text, start)
