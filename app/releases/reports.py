"""`flask content check --format html`: findings by file and a map of each scenario, in one page that stands alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from markupsafe import Markup

from app.catalogue.findings import Finding
from app.catalogue.graphs import Labels, draw
from app.catalogue.types import Choice, Lesson, Scenario, Words, in_language
from app.core.words import direction_of

_ENDINGS = {"good": "Good ending", "open": "Open ending", "unsafe": "Unsafe ending"}
_STYLE = Markup(
    """
:root { color-scheme: light dark; }
body { max-width: 72rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.6 system-ui, sans-serif; }
code { font-size: 0.95em; }
li { margin-block: 0.375rem; }
.error { border-inline-start: 4px solid #a8211a; padding-inline-start: 0.75rem; }
.warning { border-inline-start: 4px solid #7a4a00; padding-inline-start: 0.75rem; }
.graph { overflow-x: auto; border: 1px solid; border-radius: 0.5rem; padding: 0.75rem; }
"""
)
_PAGE = Markup(
    '<!doctype html>\n<html lang="en" dir="ltr">\n<head>\n<meta charset="utf-8">\n<title>Content check</title>\n'
    '<meta name="viewport" content="width=device-width, initial-scale=1">\n<style>{style}</style>\n</head>\n<body>\n'
    "<main>\n<h1>Content check</h1>\n<p>{summary}</p>\n{findings}\n{scenarios}\n</main>\n</body>\n</html>"
)
_FILE = Markup("<section>\n<h2><code>{file}</code></h2>\n<ul>\n{lines}\n</ul>\n</section>")
_FINDING = Markup(
    '<li class="{severity}"><strong>{severity}</strong>, line {line}, column {column}: {message}{hint} '
    "<code>{code}</code></li>"
)
_SCENARIO = Markup(
    '<section>\n<h2>Scenario of {lesson}: {title}</h2>\n<div class="graph" tabindex="0" role="region" '
    'aria-label="Map of {title}">{drawing}</div>\n<ol>\n{scenes}\n</ol>\n</section>'
)
_SCENE = Markup('<li id="{anchor}"><strong>{title}</strong>{ending}{choices}</li>')
_CHOICE = Markup('<li>{text} → <a href="#{anchor}">{title}</a>{score}</li>')


def report(findings: Iterable[Finding], lessons: Iterable[Lesson], summary: str) -> str:
    """A whole HTML page without script. The texts are those of the source, as Markdown."""
    grouped = groupby(findings, key=lambda finding: finding.file)
    found = Markup("\n").join(_file(file, lines) for file, lines in grouped)
    maps = Markup("\n").join(_scenario(lesson, lesson.scenario) for lesson in lessons if lesson.scenario)
    return _PAGE.format(style=_STYLE, summary=summary, findings=found, scenarios=maps)


def _file(file: str, findings: Iterable[Finding]) -> Markup:
    lines = Markup("\n").join(
        _FINDING.format(
            severity=finding.severity,
            line=finding.line,
            column=finding.column,
            message=finding.message,
            hint=f" ({finding.suggestion})" if finding.suggestion else "",
            code=finding.code,
        )
        for finding in findings
    )
    return _FILE.format(file=file, lines=lines)


def _scenario(lesson: Lesson, scenario: Scenario) -> Markup:
    language = lesson.source_language
    _, title = in_language(scenario.title, language)
    labels = Labels(
        title, f"Every scene of “{title}” and the choices between them, from the start downwards.", _ENDINGS
    )
    return _SCENARIO.format(
        lesson=f"{lesson.number} {lesson.id}".strip(),
        title=title,
        drawing=draw(scenario, language, labels),
        scenes=Markup("\n").join(_scenes(scenario, language)),
    )


def _scenes(scenario: Scenario, language: str) -> Iterator[Markup]:
    titles = {scene.id: scene.title for scene in scenario.scenes}
    for scene in scenario.scenes:
        choices = Markup("").join(
            _choice(scenario, choice, titles.get(choice.to, {}), language) for choice in scene.choices
        )
        yield _SCENE.format(
            anchor=_anchor(scenario, scene.id),
            title=_words(scene.title, language),
            ending=f" — {_ENDINGS[scene.ending]}" if scene.ending else "",
            choices=Markup("<ol>{}</ol>").format(choices) if choices else "",
        )


def _choice(scenario: Scenario, choice: Choice, title: Words, language: str) -> Markup:
    skill = _words(scenario.skills.get(choice.skill, {}), language)
    return _CHOICE.format(
        text=_words(choice.text, language),
        anchor=_anchor(scenario, choice.to),
        title=_words(title, language) if title else choice.to,
        score=Markup(" · {} <bdi>{:+d}</bdi>").format(skill, choice.score) if choice.skill else "",
    )


def _anchor(scenario: Scenario, scene: str) -> str:
    return f"{scenario.id}-{scene}"


def _words(words: Words, language: str) -> Markup:
    used, text = in_language(words, language)
    return Markup('<bdi lang="{}" dir="{}">{}</bdi>').format(used, direction_of(used), text)
