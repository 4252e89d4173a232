"""YAML with places: every value knows its line, every unknown key gets a suggestion, nothing is guessed.

Scalars are read by us from their nodes, so that `no` is a word, `1201` a number only where one is wanted, and a date a
text. Anchors are refused (a few lines of them grow without bound), and so is deep nesting.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

import yaml

from app.catalogue.findings import Place, Report, nearest, one_of
from app.catalogue.types import LANGUAGES, Words

_DEPTH = 20
_NOTHING = ("", "~", "null", "Null", "NULL")


def parse(text: str, file: str, report: Report, *, first: int = 1) -> Value | None:
    """The document's root, or None with a finding. `first` is the number of its first line in the file."""
    try:
        _refuse_hostile(text)
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except _Hostile as error:
        report.error(Place(file, first + error.line, 1), "yaml", str(error))
        return None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line, mark.column + 1) if mark else (0, 1)
        hint = 'a text that holds ": " or begins with a sign needs quotes'
        report.error(Place(file, first + line, column), "yaml", f"not valid YAML: {error.problem or error}", hint)
        return None
    except yaml.YAMLError as error:
        report.error(Place(file, first, 1), "yaml", f"not valid YAML: {' '.join(str(error).split())}")
        return None
    return None if node is None else Value(node, file, report, first)


class _Hostile(Exception):
    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


def _refuse_hostile(text: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        line = event.start_mark.line if event.start_mark else 0
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _Hostile("anchors and aliases (& and *) are not taken; quote a text that begins with one", line)
        if getattr(event, "tag", None):
            raise _Hostile("tags (!) are not taken; quote a text that begins with one", line)
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > _DEPTH:
            raise _Hostile(f"nested more than {_DEPTH} deep", line)


class Value:
    """A YAML node in a file. The readers below report what is wrong and return something harmless instead."""

    def __init__(self, node: yaml.Node, file: str, report: Report, first: int) -> None:
        self.node, self.file, self.report, self.first = node, file, report, first

    @property
    def place(self) -> Place:
        mark = self.node.start_mark
        return Place(self.file, self.first + mark.line, mark.column + 1)

    def _child(self, node: yaml.Node) -> Value:
        return Value(node, self.file, self.report, self.first)

    def error(self, code: str, message: str, suggestion: str = "") -> None:
        self.report.error(self.place, code, message, suggestion)

    @property
    def is_nothing(self) -> bool:
        node = self.node
        return isinstance(node, yaml.ScalarNode) and node.style is None and node.value in _NOTHING

    @property
    def is_text(self) -> bool:
        return isinstance(self.node, yaml.ScalarNode)

    @property
    def is_mapping(self) -> bool:
        return isinstance(self.node, yaml.MappingNode)

    def text(self) -> str:
        if not isinstance(self.node, yaml.ScalarNode):
            self.error("bad-value", "a text is wanted here")
            return ""
        return "" if self.is_nothing else str(self.node.value).strip()

    def integer(self) -> int:
        text = self.text()
        if re.fullmatch(r"\d{1,9}", text, re.ASCII):
            return int(text)
        self.error("bad-value", f'a whole number is wanted here, not "{text[:40]}"')
        return 0

    def truth(self) -> bool:
        text = self.text()
        if text not in ("true", "false"):
            self.error("bad-value", f'true or false is wanted here, not "{text[:40]}"')
        return text == "true"

    def items(self) -> list[Value]:
        if self.is_nothing:
            return []
        if not isinstance(self.node, yaml.SequenceNode):
            self.error("bad-value", "a list is wanted here")
            return []
        return [self._child(node) for node in self.node.value]

    def texts(self) -> tuple[str, ...]:
        return tuple(item.text() for item in self.items())

    def entries(self) -> Iterator[tuple[str, Value, Value]]:
        """Key, the key's own value (for its place), value. A key that stands twice is an error."""
        if not isinstance(self.node, yaml.MappingNode):
            self.error("bad-value", "keys and values are wanted here")
            return
        seen: set[str] = set()
        for key_node, value_node in self.node.value:
            key = self._child(key_node)
            name = key.text()
            if name in seen:
                key.error("duplicate-key", f'the key "{name}" stands here twice')
            seen.add(name)
            yield name, key, self._child(value_node)

    def words(self) -> Words:
        """Language → text."""
        found: dict[str, str] = {}
        for language, key, value in self.entries():
            if language not in LANGUAGES:
                hint = nearest(language, LANGUAGES) or one_of(LANGUAGES)
                key.error("unknown-language", f'"{language}" is not a language of Kelim', hint)
            elif text := value.text():
                found[language] = text
        return found

    def record(self, allowed: Iterable[str], required: Iterable[str] = ()) -> Record:
        return Record(self, allowed, required)


class Record:
    """A mapping with known keys; the defaults below stand in for what is absent or was reported."""

    def __init__(self, value: Value, allowed: Iterable[str], required: Iterable[str] = ()) -> None:
        self.value, self.report = value, value.report
        self.fields: dict[str, Value] = {}
        known = sorted({*allowed, *required})
        for name, key, inner in value.entries():
            if name not in known:
                hint = nearest(name, known) or one_of(known)
                key.error("unknown-key", f'the key "{name}" is not known here', hint)
            self.fields[name] = inner
        for name in required:
            if name not in self.fields:
                value.error("missing-key", f'the key "{name}" is missing')

    @property
    def place(self) -> Place:
        return self.value.place

    def place_of(self, key: str) -> Place:
        return self.fields[key].place if key in self.fields else self.place

    def has(self, key: str) -> bool:
        return key in self.fields and not self.fields[key].is_nothing

    def text(self, key: str, default: str = "") -> str:
        return self.fields[key].text() if key in self.fields else default

    def required_text(self, key: str) -> str:
        text = self.text(key)
        if key in self.fields and not text:
            self.fields[key].error("missing-value", f'"{key}" is empty')
        return text

    def integer(self, key: str, default: int = 0) -> int:
        return self.fields[key].integer() if self.has(key) else default

    def truth(self, key: str, default: bool = False) -> bool:
        return self.fields[key].truth() if self.has(key) else default

    def choice(self, key: str, choices: Sequence[str], default: str = "") -> str:
        if key not in self.fields:
            return default or choices[0]
        text = self.fields[key].text()
        if text in choices:
            return text
        hint = nearest(text, choices) or one_of(choices)
        self.fields[key].error("bad-value", f'"{text[:40]}" is not possible for "{key}"', hint)
        return default or choices[0]

    def items(self, key: str) -> list[Value]:
        return self.fields[key].items() if key in self.fields else []

    def texts(self, key: str) -> tuple[str, ...]:
        return self.fields[key].texts() if key in self.fields else ()

    def words(self, key: str) -> Words:
        return self.fields[key].words() if self.has(key) else {}

    def languages(self, key: str = "languages") -> tuple[str, ...]:
        """Codes in the order of the file; what is no language of ours is reported and left out."""
        for value in self.items(key):
            if value.text() not in LANGUAGES:
                message = f'"{value.text()[:40]}" is not a language of Kelim'
                value.error("unknown-language", message, ", ".join(LANGUAGES))
        return tuple(language for language in self.texts(key) if language in LANGUAGES)

    def mapping(self, key: str) -> Mapping[str, str]:
        if not self.has(key):
            return {}
        return {name: value.text() for name, _, value in self.fields[key].entries()}
