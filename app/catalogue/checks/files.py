"""Files that nobody would read: unlisted lessons and exercises, pages with unknown names, unsafe media."""

from __future__ import annotations

from collections.abc import Iterable

from app.catalogue import exercises
from app.catalogue.findings import Place
from app.catalogue.lessons import PAGES
from app.catalogue.reader import Reading
from app.catalogue.types import LANGUAGES

MEDIA = (".png", ".jpg", ".jpeg", ".webp", ".mp3", ".m4a", ".mp4", ".vtt", ".pdf")


def check(reading: Reading) -> None:
    plans = {f"modules/{plan}" for plan in reading.catalogue.plans}
    reported: set[str] = set()
    for path in reading.files:
        parts = path.split("/")
        if parts[0] != "modules" or path.endswith("/module.yaml"):
            _stray(path, reading)
        elif "/".join(parts[:2]) in plans and len(parts) > 2:
            _exercise(path, parts, reported, reading)
        else:
            _lesson(path, parts, reported, reading)


def _lesson(path: str, parts: list[str], reported: set[str], reading: Reading) -> None:
    listed = parts[2] in reading.lessons and reading.lessons[parts[2]].module == parts[1] if len(parts) > 3 else True
    if not listed:
        folder = "/".join(parts[1:3])
        if folder not in reported:
            message = f'the lesson "{folder}" is not listed in modules/{parts[1]}/module.yaml'
            reading.report.error(Place(path), "unlisted-lesson", message, f"- folder: {parts[2]}")
        reported.add(folder)
    elif len(parts) == 5 and parts[3] == "media":
        _media(path, reading)
    elif len(parts) != 4 or not _is_page(parts[3], PAGES):
        hint = "lesson.en.md, facilitate.en.md, quiz.en.md, scenario.en.md, or a folder media/"
        reading.report.error(Place(path), "unknown-file", "no page of a lesson has this name", hint)


def _exercise(path: str, parts: list[str], reported: set[str], reading: Reading) -> None:
    if len(parts) > 3 and parts[2] not in reading.exercises:
        if parts[2] not in reported:
            message = f'no week of curriculum/programmes/{parts[1]}.yaml has the exercise "{parts[2]}"'
            reading.report.error(Place(path), "unlisted-exercise", message, f"folder: {parts[2]}")
        reported.add(parts[2])
    elif len(parts) != 4 or not _is_page(parts[3], exercises.PAGES):
        hint = "exercise.en.md, sheet.en.md"
        reading.report.error(Place(path), "unknown-file", "no page of an exercise has this name", hint)


def _stray(path: str, reading: Reading) -> None:
    if path.startswith("curriculum/") and not path.endswith((".yaml", ".md")):
        reading.report.error(Place(path), "unknown-file", "the curriculum is made of .yaml files")


def _is_page(name: str, pages: Iterable[str]) -> bool:
    return name in {f"{page}.{language}.md" for page in pages for language in LANGUAGES}


def _media(path: str, reading: Reading) -> None:
    if not path.lower().endswith(MEDIA):
        reading.report.error(Place(path), "media-kind", "this kind of file is not shown", ", ".join(MEDIA))
