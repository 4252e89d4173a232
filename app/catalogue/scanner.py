"""One scanner for every Markdown file of the content: lines in, units with places out.

Python-Markdown's tree carries no positions and swallows an unclosed block or a list without its blank line in silence;
so everything that needs a place (check, freshness, diff) stands on this. It never raises: faults become findings.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from app.catalogue import inline
from app.catalogue.block_kinds import BLOCK_KINDS
from app.catalogue.findings import Place, Report, nearest, one_of
from app.catalogue.units import Setting, Unit

FENCE = re.compile(r"^///(?P<rest>.*)$")
OPEN = re.compile(r"^ (?P<name>[A-Za-z][A-Za-z0-9-]*)(?: *\| *(?P<text>.*?))? *$")
OPTION_LINE = re.compile(r"^ {4}(?P<key>[A-Za-z][A-Za-z0-9_-]*):(?: +(?P<value>.*?))? *$")
HEADING = re.compile(r"^(?P<marks>#{1,6})(?: +(?P<text>.*?))?(?: +#+)? *$")
ITEM = re.compile(r"^(?P<indent> *)(?P<marker>[-*+]|\d{1,9}[.)]) +(?P<text>.*)$")
EMPTY_ITEM = re.compile(r"^ *([-*+]|\d{1,9}[.)]) *$")
RULE = re.compile(r"^ {0,3}(?:(?:- *){3,}|(?:\* *){3,}|(?:_ *){3,})$")
CHOICE = re.compile(r"^(?P<marker>\([ xX]\)|\[[ xX]\])(?: +|$)")
QUOTE = re.compile(r"^ {0,3}>")
FEEDBACK = re.compile(r"^ {4,7}> ?(?P<text>.*)$")
ROW = re.compile(r"^(?P<minutes>\d{1,4}) *\| *(?P<text>.*?) *$")


def scan(
    lines: Sequence[str],
    file: str,
    report: Report,
    *,
    first: int = 1,
    is_source: bool = True,
    has_choices: bool = False,
) -> list[Unit]:
    """The units of a body. `first` is the number that its first line has in the file.

    `has_choices`: the lines of its lists may be choices of a scenario, `[words](#scene) {#id key=value}`.
    """
    scanner = _Scanner(lines, file, report, first, is_source)
    scanner.has_choices = has_choices
    return scanner.run()


class _Scanner:
    def __init__(self, lines: Sequence[str], file: str, report: Report, first: int, is_source: bool) -> None:
        self.lines, self.file, self.report, self.offset, self.is_source = lines, file, report, first, is_source
        self.at = 0
        self.units: list[Unit] = []
        self.opened: Unit | None = None
        self.is_after_blank = True
        self.has_choices = False

    def run(self) -> list[Unit]:
        while self.at < len(self.lines):
            if not self.line.strip():
                self.is_after_blank = True
                self.at += 1
            else:
                start = self.at
                self._unit()
                self.at = max(self.at, start + 1)
                self.is_after_blank = False
        if self.opened:
            self._error(
                self.opened.place, "unclosed-block", f'the block "{self.opened.name}" is never closed by a line "///"'
            )
        return self.units

    # what stands on a line

    @property
    def line(self) -> str:
        return self.lines[self.at]

    def _place(self, column: int = 1) -> Place:
        return Place(self.file, self.at + self.offset, column)

    def _error(self, place: Place, code: str, message: str, suggestion: str = "") -> None:
        self.report.error(place, code, message, suggestion)

    def _unit(self) -> None:
        line = self.line
        if FENCE.match(line):
            self._fence(line)
        elif self.opened and BLOCK_KINDS[self.opened.name].content == "agenda":
            self._row(line)
        elif line.startswith("#") and (match := HEADING.match(line)):
            self._heading(match)
        elif RULE.match(line):
            self._add("rule", self.at + 1, markdown="---")
        elif (match := ITEM.match(line)) and not EMPTY_ITEM.match(line):
            self._item(match)
        elif line.startswith((" ", "\t")) and (self.is_after_blank or self._is_close_feedback(line)):
            self._indented(line)
        else:
            self._text(line)

    def _is_close_feedback(self, line: str) -> bool:
        """Feedback right below its option: other readers of Markdown would run it into the option's text."""
        is_close = bool(FEEDBACK.match(line)) and bool(self.units) and self.units[-1].kind == "item"
        if is_close:
            hint = "put an empty line before it"
            self._error(self._place(), "feedback-needs-blank-line", "feedback needs an empty line before it", hint)
        return is_close

    def _starts_something(self, line: str) -> bool:
        return not line.strip() or bool(FENCE.match(line) or (line.startswith("#") and HEADING.match(line)))

    def _add(self, kind: str, end: int, *, text: str = "", markdown: str = "", **more: object) -> Unit:
        """Ends the unit before line index `end`, and goes there."""
        unit = Unit(kind=kind, place=self._place(), last=end - 1 + self.offset, text=text, markdown=markdown, **more)  # type: ignore[arg-type]
        self.units.append(unit)
        self._look_inside(end)
        self.at = end
        return unit

    def _look_inside(self, end: int) -> None:
        for index in range(self.at, end):
            inline.check_line(self.lines[index], Place(self.file, index + self.offset), self.report)

    # fenced blocks

    def _fence(self, line: str) -> None:
        rest = line[3:]
        if not rest.strip():
            self._close()
        elif match := OPEN.match(rest):
            self._open(match)
        else:
            self._error(self._place(), "bad-block", 'a block opens with "/// name | text" and closes with "///"')
            self.at += 1

    def _close(self) -> None:
        if self.opened is None:
            self._error(self._place(), "stray-close", "nothing is open that this line could close")
            self.at += 1
        else:
            self._add("close", self.at + 1, name=self.opened.name)
            self.opened = None

    def _open(self, match: re.Match[str]) -> None:
        name = match["name"]
        place = self._place()
        if name not in BLOCK_KINDS:
            hint = nearest(name, BLOCK_KINDS) or one_of(BLOCK_KINDS)
            self._error(self._place(5), "unknown-block", f'there is no block "{name}"', hint)
            name = "note"
        if self.opened:
            where = f'the block "{self.opened.name}" of line {self.opened.first} is still open'
            self._error(
                place, "nested-block", f"a block may not hold another: {where}", 'close it with a line "///" first'
            )
            self._close_silently()
        settings, end = self._settings()
        self.opened = self._add("open", end, name=name, text=match["text"] or "", settings=settings)

    def _close_silently(self) -> None:
        if self.opened:
            place = Place(self.file, self.opened.last)
            self.units.append(Unit(kind="close", place=place, last=self.opened.last, name=self.opened.name))
            self.opened = None

    def _settings(self) -> tuple[Mapping[str, Setting], int]:
        found: dict[str, Setting] = {}
        index = self.at + 1
        while index < len(self.lines) and self.lines[index].startswith((" ", "\t")) and self.lines[index].strip():
            place = Place(self.file, index + self.offset, 5)
            if match := OPTION_LINE.match(self.lines[index]):
                self._setting(found, match, place)
            else:
                self._error(place, "bad-option", 'an option is written as four spaces and "key: value"')
            index += 1
        return found, index

    def _setting(self, found: dict[str, Setting], match: re.Match[str], place: Place) -> None:
        if not self.is_source:
            self._structure(place, "options")
        if match["key"] in found:
            self._error(place, "bad-option", f'the option "{match["key"]}" stands here twice')
        found[match["key"]] = Setting((match["value"] or "").strip("\"'"), place)

    def _row(self, line: str) -> None:
        match = ROW.match(line)
        if self.is_source and not match:
            self._error(
                self._place(), "bad-agenda", "a line of an agenda is written as minutes | what happens", "10 | Arrival"
            )
        if match and not self.is_source:
            self._structure(self._place(), "minutes")
        text = match["text"] if match else line.strip()
        self._add("row", self.at + 1, text=text, markdown=text, minutes=int(match["minutes"]) if match else 0)

    # headings, lists, text

    def _attributes(self, text: str, place: Place) -> tuple[str, str, dict[str, Setting]]:
        rest, identifier, settings = inline.split_attributes(text, place, self.report)
        if not self.is_source and (identifier or settings):
            self._structure(place, "ids and attributes")
        return rest, identifier, settings

    def _structure(self, place: Place, what: str) -> None:
        message = f"{what} stand in the source file only; the translation follows its order"
        self._error(place, "structure-in-translation", message, "leave this out")

    def _heading(self, match: re.Match[str]) -> None:
        level = len(match["marks"])
        text, identifier, settings = self._attributes(match["text"] or "", self._place())
        if not text:
            self._error(self._place(), "empty-heading", "a heading needs words")
        mark = f" {{#{identifier}}}" if identifier else ""
        markdown = f"{match['marks']} {text}{mark}"
        self._add("heading", self.at + 1, text=text, markdown=markdown, level=level, id=identifier, settings=settings)

    def _item(self, match: re.Match[str]) -> None:
        if not self.is_after_blank and self._is_after_text():
            hint = "put an empty line before it"
            self._error(self._place(), "list-needs-blank-line", "a list needs an empty line before it", hint)
        if match["indent"]:
            self._error(self._place(), "nested-list", "lists have one level and begin at the margin")
        end = self._end_of_item()
        lines = [match["text"], *(line.strip() for line in self.lines[self.at + 1 : end])]
        choice = CHOICE.match(lines[0])
        if choice:
            lines[0] = lines[0][choice.end() :]
            if not self.is_source:
                self._structure(self._place(), "markers of options")
        text, identifier, settings = self._attributes("\n".join(lines), self._place())
        target = ""
        if self.has_choices:
            text, target = inline.split_target(text)
        elif settings:
            self._error(self._place(), "bad-attributes", "a line of a list takes an id and nothing else")
        if target and not self.is_source:
            self._structure(self._place(), "where choices lead")
        markdown = f"{match['marker']} " + text.replace("\n", "\n    ")
        marker = choice["marker"].lower() if choice else ""
        more = {"settings": settings, "target": target} if self.has_choices else {}
        self._add("item", end, text=text, markdown=markdown, id=identifier, marker=marker, **more)

    def _is_after_text(self) -> bool:
        last = self.units[-1] if self.units else None
        is_adjacent = last is not None and last.last == self.at + self.offset - 1
        return last is not None and is_adjacent and last.kind not in ("item", "open", "close", "heading")

    def _end_of_item(self) -> int:
        index = self.at + 1
        while index < len(self.lines):
            line = self.lines[index]
            if self._starts_something(line) or ITEM.match(line) or FEEDBACK.match(line) or RULE.match(line):
                break
            index += 1
        return index

    def _indented(self, line: str) -> None:
        follows_item = bool(self.units) and self.units[-1].kind == "item"
        if FEEDBACK.match(line) and follows_item:
            self._feedback()
        elif line.lstrip().startswith(">") and follows_item:
            self._error(self._place(), "feedback-indent", "feedback is indented by exactly four spaces", "    > Why")
            self._text(line)
        elif follows_item:
            message = "a line of a list is one paragraph; an indented one after it would not be shown as meant"
            self._error(self._place(), "item-paragraph", message)
            self._text(line)
        else:
            self._error(self._place(), "indented-text", "text begins at the margin; indented text would become code")
            self._text(line)

    def _feedback(self) -> None:
        end, lines = self.at, []
        while end < len(self.lines) and (match := FEEDBACK.match(self.lines[end])):
            lines.append(match["text"])
            end += 1
        while end < len(self.lines) and re.match(r"^ {4,}\S", self.lines[end]):
            lines.append(self.lines[end].strip())
            end += 1
        text = "\n".join(lines).strip()
        if not text:
            self._error(self._place(), "empty-feedback", "feedback needs words")
        self._add("feedback", end, text=text, markdown=text)

    def _text(self, line: str) -> None:
        kind = "quote" if QUOTE.match(line) else "table" if line.lstrip().startswith("|") else "paragraph"
        end = self.at + 1
        while end < len(self.lines) and not self._ends_text(self.lines[end], kind):
            end += 1
        lines = [line.strip() for line in self.lines[self.at : end]]
        words = [re.sub(r"^> ?", "", line) for line in lines] if kind == "quote" else lines
        self._add(kind, end, text="\n".join(words), markdown="\n".join(lines))

    def _ends_text(self, line: str, kind: str) -> bool:
        if self._starts_something(line) or RULE.match(line) or (ITEM.match(line) and not EMPTY_ITEM.match(line)):
            return True
        return (kind == "table") != line.lstrip().startswith("|")
