"""Law 9: content passes its check."""

from __future__ import annotations

from app.catalogue.checks import checked
from app.catalogue.files import read_tree
from app.config import ROOT


def test_the_content_of_the_house_passes_its_check():
    assert [str(fault) for fault in checked(read_tree(ROOT)).report.errors] == []


def test_content_with_a_fault_does_not_pass():
    files = dict(read_tree(ROOT))
    path = next(path for path in sorted(files) if path.endswith("quiz.en.md"))
    files[path] = files[path].replace(b"\n", b"\n<script>alert(1)</script>\n", 1)
    assert checked(files).report.errors
