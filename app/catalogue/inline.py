"""What stands inside a line: attributes at its end, and things that no line of content may hold."""

from __future__ import annotations

import re

from app.catalogue.findings import Place, Report
from app.catalogue.units import Setting

ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_ATTRIBUTES = re.compile(r"(?<!\{)\{(?P<inside>(?:[#.:][^{}]*|[\w-]+=[^{}]*))\}[ \t]*$")
_PART = re.compile(r"#(?P<id>\S+)|(?P<key>[A-Za-z][\w-]*)=(?P<value>\"[^\"]*\"|'[^']*'|\S+)|(?P<bad>\S+)")
_CHOICE = re.compile(r"\[(?P<words>.+)\]\(#(?P<target>[^()\s]*)\)", re.DOTALL)
_CODE = re.compile(r"`[^`]*`")
_HTML = re.compile(r"<(?!https?://[^\s<>]+>)[A-Za-z/!?][^>]*>?")
_DEFINITION = re.compile(r"^ {0,3}\[[^\]@]+\]:(?:\s|$)")
_SHIFTED_FENCE = re.compile(r"^\s+///")
_CODE_FENCE = re.compile(r"^\s*(?:```|~~~)")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\x80-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ue000\ue001]")
_HALF_REFERENCE = re.compile(r"\{\{(?!\s*(?:contact|term|gap)\s*:\s*[A-Za-z0-9][\w-]*\s*(?:\|[^{}|]*)?\}\})")


def split_attributes(text: str, place: Place, report: Report) -> tuple[str, str, dict[str, Setting]]:
    """`Title {#id key=value}` → ("Title", "id", {key: value})."""
    match = _ATTRIBUTES.search(text)
    if not match:
        return text.strip(), "", {}
    identifier, settings = "", {}
    for part in _PART.finditer(match["inside"]):
        if part["key"]:
            settings[part["key"]] = Setting(part["value"].strip("\"'"), place)
        elif part["id"] and not identifier and ID.fullmatch(part["id"]):
            identifier = part["id"]
        else:
            hint = "an id is lower-case letters, digits and hyphens, such as {#first-visit}"
            report.error(place, "bad-attributes", f'"{part[0]}" cannot be read as an id or as key=value', hint)
    return text[: match.start()].strip(), identifier, settings


def split_target(text: str) -> tuple[str, str]:
    """`[words](#scene)`, and nothing beside it → ("words", "scene")."""
    match = _CHOICE.fullmatch(text)
    return (match["words"].strip(), match["target"]) if match else (text, "")


def check_line(line: str, place: Place, report: Report) -> None:
    """Reports what is never allowed anywhere: HTML, code, control characters, link definitions, broken references."""

    def at(position: int) -> Place:
        return Place(place.file, place.line, position + 1)

    text = _CODE.sub(lambda match: " " * len(match[0]), line)
    if match := _HTML.search(text):
        report.error(
            at(match.start()), "raw-html", f"HTML is not taken: {match[0][:40]}", "write Markdown or a /// block"
        )
    if _SHIFTED_FENCE.match(line):
        report.error(place, "bad-block", "the line of a block begins at the margin", "remove the spaces before ///")
    if _CODE_FENCE.match(line):
        report.error(place, "code-fence", "there is no block for program code")
    if _DEFINITION.match(text):
        report.error(place, "link-definition", "links are written in place", "[words](address)")
    if match := _CONTROL.search(line):
        message = f"the invisible character U+{ord(match[0]):04X} is not taken"
        report.error(at(match.start()), "control-character", message, "delete it")
    if line.startswith("\t") or "\t" in line[: len(line) - len(line.lstrip())]:
        report.error(place, "tab", "indentation is made of spaces")
    if match := _HALF_REFERENCE.search(text):
        hint = "{{contact:eran}}, {{term:resilience}} or {{term:resilience|word shown}}"
        report.error(at(match.start()), "bad-reference", "this reference cannot be read", hint)
