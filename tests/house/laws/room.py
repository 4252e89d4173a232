"""Laws 2 and 3: inside a room data flows one way; its edge is private to it; the domain has never heard of the web."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.house.laws.sources import Import, Source, own, python_files

LEVELS = {
    name: level
    for level, names in enumerate(
        (
            ("routes", "commands"),
            ("views",),
            ("forms", "presenters"),
            ("service",),
            ("queries",),
            ("policy",),
            ("rules",),
            ("models",),
        )
    )
    for name in names
}
PRIVATE = frozenset({"routes", "views", "forms", "presenters"})
EDGE = frozenset({"routes", "views", "forms", "presenters", "setup", "commands"})
NOT_ROOMS = frozenset({"web", "core"})
MORE_EDGE = {
    "app.cases.naming": "codes as the pages of several rooms name them",
    "app.help_now.calls": "numbers as the help page and the cards show them",
    "app.jobs.housekeeping": "is bound to the application as setup is",
    "app.learning.blocks": "parts of pages that are rendered when a release is loaded",
    "app.learning.outline": "parts of pages that are rendered when a release is loaded",
    "app.mail.compose": "renders letters as presenters render pages",
    "app.measures.asking": "what needs a conversation, as two rooms list it",
    "app.operations": "requests, processes and logs are its whole domain",
}
WEB = frozenset(
    {
        "flask",
        "flask_babel",
        "flask_limiter",
        "flask_login",
        "flask_migrate",
        "flask_sqlalchemy",
        "flask_wtf",
        "jinja2",
        "werkzeug",
        "wtforms",
    }
)
GLUE_FOR_ALL = frozenset({"app.web.markup", "app.web.references", "app.web.trusted"})


def faults(root: Path) -> Iterator[str]:
    files = python_files(root)
    names = {file.name for file in files}
    rooms = {f.room for f in files if len(f.parts) > 2} - NOT_ROOMS
    for file in files:
        for one in file.imports():
            target = own(one.target, names)
            yield from (file.at(one.line, text) for text in _flow(file, target, rooms))
            if file.room in rooms and not is_edge(file):
                yield from (file.at(one.line, text) for text in _heard(one, target))


def role(name: str) -> str:
    """`account_views` and `link_views` are views."""
    return name.rpartition("_")[2]


def is_edge(file: Source) -> bool:
    return role(file.file) in EDGE or any(file.name == more or file.name.startswith(f"{more}.") for more in MORE_EDGE)


def _flow(file: Source, target: str | None, rooms: set[str]) -> Iterator[str]:
    parts = (target or "").split(".")
    room, there = (parts[1], parts[2]) if len(parts) > 2 else ("", "")
    if room not in rooms:
        return
    if room == file.room:
        if LEVELS.get(role(file.file), -1) > LEVELS.get(role(there), 99):
            yield f"{file.file} imports {there}, which stands before it"
    elif role(there) in PRIVATE and not (there == "routes" and file.name == "app.rooms"):
        yield f"imports {target}, which belongs to its room alone"


def _heard(one: Import, target: str | None) -> Iterator[str]:
    package = one.target.split(".")[0]
    if package in WEB:
        yield f"the domain has heard of {package}"
    if target and target.startswith("app.web.") and target not in GLUE_FOR_ALL:
        yield f"the domain has heard of {target}"
