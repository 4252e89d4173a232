"""A school whose content holds cards, and the real content as it is drawn on paper."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.catalogue.files import read_tree
from app.catalogue.reader import read
from app.catalogue.types import Catalogue
from app.config import ROOT
from tests.catalogue.card_samples import with_cards
from tests.support import curriculum, on_duty
from tests.support.school import School


@pytest.fixture(scope="session")
def real() -> Catalogue:
    return read(read_tree(ROOT)).catalogue


@pytest.fixture
def carded(school: School) -> School:
    sample = read(with_cards()).catalogue
    names = ("cards", "never", "never_short", "contacts")
    content = replace(curriculum.catalogue(), **{name: getattr(sample, name) for name in names})
    school.publish(content, "cards")
    return on_duty.nobody(school)
