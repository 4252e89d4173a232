"""The scanner: every line is somewhere, nothing ever raises, attributes leave the words."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.catalogue.findings import Report
from app.catalogue.scanner import scan
from app.catalogue.units import Unit

PIECES = (
    "## Heading {#heading}",
    "### Deeper",
    "# Top",
    "A paragraph of words.",
    "with a second line",
    "- an item {#item}",
    "- ( ) an option {#a}",
    "- [x] another {#b}",
    "1. first",
    "    > feedback",
    "  > short feedback",
    "> a quotation",
    "| a | table |",
    "---",
    "/// note | A title",
    "/// agenda",
    "10 | Arrival",
    "/// decide | What?",
    "    id: what",
    "/// nothing-known",
    "///",
    "///broken",
    "    indented",
    "\tindented",
    "",
    "",
    "",
    "<script>",
    "{{contact:eran}} [@FHS]",
    "שלום עולם",
    "السلام عليكم",
)
LINES = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=30).map(lambda text: text.replace("\n", " "))))


def scanned(lines: list[str], first: int = 1, *, is_source: bool = True) -> tuple[list[Unit], Report]:
    report = Report()
    return scan(lines, "page.md", report, first=first, is_source=is_source), report


@given(LINES, st.booleans())
def test_nothing_raises_and_every_place_is_in_the_file(lines: list[str], is_source: bool):
    units, report = scanned(lines, is_source=is_source)
    assert all(1 <= unit.first <= unit.last <= len(lines) for unit in units)
    assert all(1 <= finding.line <= max(1, len(lines)) for finding in report.findings)


@given(LINES)
def test_every_line_with_words_belongs_to_one_unit(lines: list[str]):
    units, report = scanned(lines)
    covered = [line for unit in units for line in range(unit.first, unit.last + 1)]
    written = [number for number, line in enumerate(lines, 1) if line.strip()]
    if not any(finding.code in ("bad-block", "stray-close", "nested-block") for finding in report.findings):
        assert sorted(covered) == written


@given(LINES)
def test_units_stand_in_order_and_blocks_are_paired(lines: list[str]):
    units, report = scanned(lines)
    if not report.errors:
        assert [unit.first for unit in units] == sorted(unit.first for unit in units)
        edges = [unit.kind for unit in units if unit.kind in ("open", "close")]
        assert edges == ["open", "close"] * (len(edges) // 2)


@given(LINES, st.integers(1, 500))
def test_places_move_with_the_first_line(lines: list[str], first: int):
    moved, _ = scanned(lines, first)
    here, _ = scanned(lines)
    assert [unit.first - first for unit in moved] == [unit.first - 1 for unit in here]


def test_a_heading_gives_its_id_and_keeps_its_words():
    units, report = scanned(["## What now? {#what-now objective=x kind=single}"])
    assert (units[0].text, units[0].id, units[0].level) == ("What now?", "what-now", 2)
    assert {key: setting.value for key, setting in units[0].settings.items()} == {"objective": "x", "kind": "single"}
    assert report.findings == []


def test_a_reference_at_the_end_of_a_heading_is_no_attribute():
    units, _ = scanned(["## Call {{contact:eran}}"])
    assert units[0].text == "Call {{contact:eran}}"


def test_an_option_has_marker_text_id_and_feedback():
    units, _ = scanned(["- (x) Two", "  lines {#a}", "", "    > Because", "    > of this."])
    option, feedback = units
    assert (option.text, option.id, option.is_right) == ("Two\nlines", "a", True)
    assert feedback.text == "Because\nof this."


def test_a_block_has_its_options():
    units, _ = scanned(["/// breathe | Slow", "    in: 4", "    out: 6", "///"])
    assert {key: setting.value for key, setting in units[0].settings.items()} == {"in": "4", "out": "6"}
    assert (units[0].name, units[0].text, units[1].kind) == ("breathe", "Slow", "close")


def test_an_unclosed_block_is_named_where_it_opens():
    _, report = scanned(["Words.", "", "/// note | Title", "Words."])
    assert [(finding.line, finding.code) for finding in report.findings] == [(3, "unclosed-block")]


def test_the_digest_of_a_unit_follows_words_not_ids_or_spaces():
    one, _ = scanned(["- (x) The  same {#a}"])
    other, _ = scanned(["- ( ) The same {#b}"])
    changed, _ = scanned(["- ( ) The same. {#b}"])
    assert one[0].digest == other[0].digest != changed[0].digest


def test_a_dash_in_a_sentence_is_no_list():
    units, report = scanned(["It costs 5 - 6 minutes", "and -1 is a number."])
    assert [unit.kind for unit in units] == ["paragraph"]
    assert report.findings == []
