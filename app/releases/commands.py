"""`flask content …`: check files, publish them, and move between files and releases.

Exit codes: 0 done (warnings do not count), 1 errors in the content, 2 wrong use.
"""

from __future__ import annotations

import getpass
import json
from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn

import click
from flask.cli import with_appcontext

from app.catalogue.checks import checked
from app.catalogue.exchange import items_of
from app.catalogue.files import NotContent, read_tree
from app.catalogue.findings import Finding
from app.catalogue.reader import read
from app.catalogue.reference import reference_page
from app.catalogue.stamps import restamped
from app.core.db import write_transaction
from app.core.errors import KelimError
from app.releases import queries, service
from app.releases.archives import read_archive
from app.releases.reports import report
from app.releases.trees import difference, write_tree

PROJECT = Path(__file__).resolve().parents[2]
_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
_PATH = click.argument("path", type=_FOLDER, default=PROJECT)


@click.group("content")
def content() -> None:
    """Check, publish, export and roll back what is taught."""


@content.command("check")
@_PATH
@click.option(
    "--format", "style", type=click.Choice(["text", "json", "github", "html"]), default="text", show_default=True
)
@click.option("--no-warnings", is_flag=True, help="Say errors only.")
def check(path: Path, style: str, no_warnings: bool) -> None:
    """Read everything below PATH (a folder with curriculum/ and modules/) and say what is wrong, with its place."""
    files = _files(path)
    reading = checked(files)
    findings = reading.report.findings
    shown = [finding for finding in findings if finding.severity == "error" or not no_warnings]
    errors = sum(finding.severity == "error" for finding in findings)
    summary = f"{len(files)} files: {errors} errors, {len(findings) - errors} warnings"
    if style == "html":
        click.echo(report(shown, reading.catalogue.lessons.values(), summary))
    else:
        _say(shown, style, summary)
    raise SystemExit(1 if errors else 0)


@content.command("stamp")
@_PATH
def stamp(path: Path) -> None:
    """Write into each translation which words of its source it was made from; do this once it has been mended."""
    changed = restamped(read(_files(path)))
    for file, data in changed.items():
        (path / file).write_bytes(data)
        click.echo(f"stamped: {file}")
    click.echo(f"{len(changed)} files stamped")


@content.command("items")
@_PATH
@click.option("--lesson", default="", help="Id of a lesson; all lessons if left out.")
@click.option("--format", type=click.Choice(["jsonl"]), default="jsonl", show_default=True, expose_value=False)
def items(path: Path, lesson: str) -> None:
    """Print every question with its key, one on each line, for exchange. Who holds the output holds the answers."""
    reading = read(_files(path))
    if reading.report.errors:
        raise click.ClickException("the files hold errors: run flask content check")
    if lesson and lesson not in reading.catalogue.lessons:
        raise click.UsageError(f'there is no lesson "{lesson}"')
    for item in items_of(reading.catalogue, lesson):
        click.echo(json.dumps(item, ensure_ascii=False))


@content.command("blocks")
def blocks() -> None:
    """Print the reference of all /// blocks, as it stands in docs/reference/blocks.md."""
    click.echo(reference_page(), nl=False)


@content.command("publish")
@_PATH
@click.option("-m", "--message", default="", help="What changed, for the list of releases.")
@click.option("--as", "author", default=None, help="Name of whoever publishes; your account's name if left out.")
@with_appcontext
def publish(path: Path, message: str, author: str | None) -> None:
    """Check, render and publish the files below PATH, and make them what everybody reads."""
    _publish(_files(path), message, author)


@content.command("import")
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option("-m", "--message", default="", help="What changed, for the list of releases.")
@click.option("--as", "author", default=None, help="Name of whoever publishes; your account's name if left out.")
@with_appcontext
def import_(path: Path, message: str, author: str | None) -> None:
    """Publish the content of a folder or a ZIP file."""
    _publish(_files(path), message or f"Import of {path.name}", author)


@content.command("export")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--release", "release_id", type=int, default=None, help="Number of a release; the active one if left out."
)
@with_appcontext
def export(folder: Path, release_id: int | None) -> None:
    """Write every file of a release into an empty FOLDER, byte for byte."""
    try:
        files = _release(release_id)
        count = write_tree(files, folder)
    except (KelimError, NotContent) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{count} files written to {folder}")


@content.command("diff")
@click.argument("first", type=int, required=False)
@click.argument("second", type=int, required=False)
@click.option("--path", type=_FOLDER, default=PROJECT, help="Folder of the files to compare with.")
@click.option("--names", is_flag=True, help="Name the files only.")
@with_appcontext
def diff(first: int | None, second: int | None, path: Path, names: bool) -> None:
    """From the active release (or FIRST) to the files (or SECOND)."""
    try:
        before = _release(first)
        after = _files(path) if second is None else _release(second)
    except KelimError as error:
        raise click.ClickException(str(error)) from error
    lines = difference(before, after)
    for line in lines:
        if not names or line.startswith(("added: ", "removed: ", "changed: ")):
            click.echo(line)


@content.command("releases")
@with_appcontext
def releases() -> None:
    """List what has been published, newest first; the active release carries a star."""
    active = queries.find_active_release_id()
    for release in queries.list_releases():
        star = "*" if release.id == active else " "
        moment = release.created_at.strftime("%Y-%m-%d %H:%M UTC")
        click.echo(f"{star} {release.id:>4}  {moment}  {release.author_name}  {release.message}".rstrip())
    if active is None:
        click.echo("Nothing has been published yet.")


@content.command("activate")
@click.argument("release_id", type=int)
@click.option("--as", "author", default=None, help="Name of whoever does this; your account's name if left out.")
@with_appcontext
def activate(release_id: int, author: str | None) -> None:
    """Make release RELEASE_ID what everybody reads: forward, or back."""
    try:
        with write_transaction():
            service.activate(release_id, actor_name=_author(author))
    except KelimError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Release {release_id} is active.")


def _publish(files: Mapping[str, bytes], message: str, author: str | None) -> None:
    try:
        draft = service.prepare(files)
        with write_transaction():
            outcome = service.publish_draft(_author(author), draft, message)
    except service.CheckFailed as error:
        _refuse(error.findings)
    except KelimError as error:
        raise click.ClickException(str(error)) from error
    if outcome.is_new:
        click.echo(f"Release {outcome.release_id} is published and active: {len(files)} files.")
    else:
        click.echo(f"Nothing has changed: release {outcome.release_id} is active and holds these files.")


def _refuse(findings: list[Finding]) -> NoReturn:
    for finding in findings:
        click.echo(str(finding), err=True)
    raise click.ClickException(f"{len(findings)} errors: nothing was published, the active release is untouched.")


def _files(path: Path) -> dict[str, bytes]:
    try:
        return read_tree(path) if path.is_dir() else read_archive(path)
    except (NotContent, OSError) as error:
        raise click.UsageError(str(error)) from error


def _release(release_id: int | None) -> dict[str, bytes]:
    return queries.get_files(queries.get_release(release_id or queries.active_release_id()))


def _author(name: str | None) -> str:
    """Whoever is signed in on this machine; a container may know no name for its user."""
    if name:
        return name
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "command line"


def _say(findings: list[Finding], style: str, summary: str) -> None:
    if style == "json":
        text = {"findings": [finding.as_dict() for finding in findings], "summary": summary}
        click.echo(json.dumps(text, ensure_ascii=False, indent=2))
        return
    for finding in findings:
        click.echo(_github(finding) if style == "github" else str(finding))
    click.echo(summary)


def _github(finding: Finding) -> str:
    """A workflow command, so that a forge shows the finding beside its line."""

    def escaped(text: str, more: str = "") -> str:
        for sign in ("%", "\r", "\n", *more):
            text = text.replace(sign, f"%{ord(sign):02X}")
        return text

    file, code = escaped(finding.file, ":,"), escaped(finding.code, ":,")
    where = f"file={file},line={finding.line},col={finding.column},title={code}"
    hint = f" ({finding.suggestion})" if finding.suggestion else ""
    return f"::{finding.severity} {where}::{escaped(finding.message + hint)}"
