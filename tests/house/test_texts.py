"""Laws about the text of files."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.config import ROOT
from tests.house.laws import texts


def write(root: Path, name: str, text: str) -> Path:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return root


def test_nothing_is_left_to_do():
    assert list(texts.left_to_do(ROOT)) == []


@pytest.mark.parametrize("word", ["TO" + "DO", "FIX" + "ME", "XX" + "X"])
def test_what_is_left_to_do_is_found(tmp_path: Path, word: str):
    write(tmp_path, "app/room/views.py", f"x = 1  # {word} later\n")
    assert len(list(texts.left_to_do(tmp_path))) == 1


def test_nothing_that_we_send_names_another_host():
    assert list(texts.strangers(ROOT)) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("app/a/templates/a.html", '<script src="https://cdn.example.com/x.js"></script>'),
        ("app/a/templates/a.html", '<img src="//pixel.example.net/a.gif" alt="">'),
        ("app/static/css/a.css", "@import url(https://fonts.example.com/a.css);"),
        ("app/static/css/a.css", "a{background:url(//example.com/a.png)}"),
        ("app/static/js/a.js", 'fetch("https://api.example.com/")'),
    ],
)
def test_another_host_is_found(tmp_path: Path, name: str, text: str):
    assert len(list(texts.strangers(write(tmp_path, name, text)))) == 1


def test_no_file_and_no_function_is_two_things():
    assert list(texts.too_big(ROOT)) == []


def test_what_is_too_big_is_found(tmp_path: Path):
    write(tmp_path, "app/room/long.py", "x = 1\n" * 401)
    write(tmp_path, "app/room/deep.py", "def act():\n" + "    x = 1\n" * 40)
    write(tmp_path, "app/room/fine.py", "def act():\n" + "    x = 1\n" * 39)
    write(tmp_path, "app/room/templates/page.html", "<p>\n" * 401)
    assert len(list(texts.too_big(tmp_path))) == 3
