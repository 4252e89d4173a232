"""Papers as bytes: tagged, in their language, the same for the same data, and never evaluating a text."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO

import pytest
from pypdf import PdfReader
from structlog.testing import capture_logs

from app.papers import service
from app.papers.markup import tree, words
from app.papers.service import Undrawable, draw
from tests.papers.conftest import Write
from tests.support.papers import lost, pages_of

AT = datetime(2026, 3, 1, 9, tzinfo=UTC)
EVERYTHING = (
    "<h2>Part</h2><p>One <strong>two</strong> <em>three</em> x<sup>2</sup> H<sub>2</sub>O <del>no</del><br>"
    '<a href="https://sahar.org.il">SAHAR</a> <bdi dir="ltr">1-800</bdi> <bdi>name</bdi> ☐</p>'
    "<ul><li>a<ul><li>b</li></ul></li></ul><ol start='4'><li>c</li></ol><blockquote><p>said</p></blockquote><hr>"
    "<table><thead><tr><th>h</th><th>i</th></tr></thead><tbody><tr><td>j</td><td>k</td></tr></tbody></table>"
    '<p lang="ar">مُرَافِق</p><p lang="he">מלווה</p>'
)


@pytest.mark.parametrize("language", ["he", "ar", "en"])
def test_every_element_is_drawn(write_paper: Write, language: str) -> None:
    write_paper("= Title\n#rich(data.nodes)\n#callout([a], [b])\n#cut-out[c]\n#write(width: 3cm)")
    with capture_logs() as logs:
        pdf = draw("room/one", {"nodes": tree(EVERYTHING)}, language=language, title="A paper", at=AT)
    reader = PdfReader(BytesIO(pdf))
    assert logs == []
    assert reader.metadata is not None
    assert (reader.metadata.title, reader.root_object["/Lang"]) == ("A paper", language)
    assert reader.root_object["/MarkInfo"]["/Marked"]
    assert not lost("foot Title a b c" + words(tree(EVERYTHING)), pdf)


def test_the_same_data_and_moment_give_the_same_bytes(write_paper: Write) -> None:
    write_paper("= Title\n#rich(data.nodes)")
    first, second = (draw("room/one", {"nodes": ["x"]}, language="en", title="t", at=AT) for _ in range(2))
    assert first == second


def test_texts_are_never_evaluated(write_paper: Write) -> None:
    write_paper("= Title\n#rich(data.nodes)")
    nasty = '#panic(1) $x$ *b* ] #read("/config.py") ```'
    (page,) = pages_of(draw("room/one", {"nodes": [nasty]}, language="en", title=nasty, at=AT))
    assert nasty in page


def test_only_the_font_of_the_house_is_there() -> None:
    assert {font.family for font in service._fonts().fonts()} == {"Rubik"}


def test_what_the_font_lacks_does_not_stop_a_paper(write_paper: Write) -> None:
    write_paper("= Title\n#rich(data.nodes)")
    (page,) = pages_of(draw("room/one", {"nodes": ["😀 Ada"]}, language="en", title="😀", at=AT))
    assert "◊ Ada" in page


def test_a_broken_paper_is_logged_without_texts_and_refused(write_paper: Write) -> None:
    write_paper("#data.missing")
    with capture_logs() as logs, pytest.raises(Undrawable):
        draw("room/one", {"name": "Rana"}, language="en", title="t", at=AT)
    (entry,) = logs
    assert (entry["event"], entry["template"], "Rana" in str(entry)) == ("paper failed", "room/one", False)


def test_far_too_much_is_refused(write_paper: Write) -> None:
    with pytest.raises(Undrawable):
        draw("room/one", {"text": "x" * service.MOST}, language="en", title="t", at=AT)
