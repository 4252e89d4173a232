"""Laws about tables."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Column, Integer, MetaData, Table

from app.config import ROOT
from app.core.db import Base
from tests.house.laws import stairway, tables
from tests.house.test_stairway import plant

LOW = 'class Low:\n    __tablename__ = "low"\n'


def test_ties_between_tables_go_down_only():
    assert list(tables.faults(ROOT, stairway.stairs(ROOT / "pyproject.toml"))) == []


@pytest.mark.parametrize("tie", ['ForeignKey("high.id")', 'relationship("High")', 'orm.relationship("High")'])
def test_a_tie_that_goes_up_is_found_in_a_string(tmp_path: Path, tie: str):
    high = 'class High:\n    __tablename__ = "high"\n    low = ForeignKey("low.id")\n'
    plant(tmp_path, {"top/models.py": high, "bottom/models.py": f"{LOW}    other = {tie}\n"})
    found = list(tables.faults(tmp_path, ["top", "bottom"]))
    assert len(found) == 1
    assert "bottom to" in found[0]


def test_a_tie_to_nothing_is_found(tmp_path: Path):
    plant(tmp_path, {"bottom/models.py": LOW + '    other = ForeignKey("gone.id")\n'})
    assert len(list(tables.faults(tmp_path, ["bottom"]))) == 1


def test_exactly_the_append_only_tables_say_so_in_their_names():
    assert list(tables.name_faults(Base.metadata)) == []
    assert {"hours_credit", "audit_event"} <= {table.name for table in tables.append_only.tables(Base.metadata)}


@pytest.mark.parametrize(("name", "grows"), [("credit_note", False), ("audited", False), ("ledger", True)])
def test_a_name_that_misleads_is_found(name: str, grows: bool):
    metadata = MetaData()
    Table(name, metadata, Column("id", Integer, primary_key=True), info={"append_only": grows})
    assert len(list(tables.name_faults(metadata))) == 1
