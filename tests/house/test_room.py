"""Laws 2 and 3."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.config import ROOT
from tests.house.laws import room
from tests.house.test_stairway import plant


def test_data_flows_one_way_in_every_room_of_the_house():
    assert list(room.faults(ROOT)) == []


@pytest.mark.parametrize(
    ("file", "line", "words"),
    [
        ("service.py", "from app.hours import views", "service imports views"),
        ("models.py", "from app.hours import rules", "models imports rules"),
        ("queries.py", "def f():\n    from app.hours.service import act", "queries imports service"),
        ("forms.py", "from app.hours import views", "forms imports views"),
        ("policy.py", "from app.other import presenters", "belongs to its room alone"),
        ("views.py", "from app.other.forms import x", "belongs to its room alone"),
        ("presenters.py", "import app.other.views", "belongs to its room alone"),
        ("service.py", "import flask", "the domain has heard of flask"),
        ("rules.py", "from wtforms.fields import Field", "the domain has heard of wtforms"),
        ("verify.py", "from jinja2 import Environment", "the domain has heard of jinja2"),
        ("queries.py", "def f():\n    from app.web.languages import language", "the domain has heard of app.web"),
    ],
)
def test_what_flows_the_wrong_way_is_found(tmp_path: Path, file: str, line: str, words: str):
    names = ("views", "service", "rules", "models", "forms", "presenters")
    plant(tmp_path, {f"{place}/{name}.py": "" for place in ("hours", "other") for name in names})
    plant(tmp_path, {"web/languages.py": "", f"hours/{file}": line})
    found = list(room.faults(tmp_path))
    assert len(found) == 1
    assert words in found[0]


def test_views_may_know_all_below_and_the_web(tmp_path: Path):
    below = "import flask\nfrom app.hours import forms, presenters, service, queries, policy, rules, models"
    plant(
        tmp_path,
        {f"hours/{n}.py": "" for n in ("forms", "presenters", "service", "queries", "policy", "rules", "models")},
    )
    plant(tmp_path, {"hours/views.py": below})
    assert list(room.faults(tmp_path)) == []
