"""Cuts the variable font Rubik into three small woff2 files, one a script, and writes their @font-face rules.

Run as `python build/fonts.py FOLDER`. A browser fetches only the scripts that a page shows, by unicode-range.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import fontpkg_rubik
from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

WEIGHTS = (400, 700)
SOURCE = fontpkg_rubik.ROOT / "files" / "Rubik[wght].ttf"
FACE = (
    '@font-face{{font-family:"Rubik";font-style:normal;font-weight:{low} {high};font-display:swap;'
    'src:url("./{file}") format("woff2");unicode-range:{ranges}}}\n'
)


@dataclass(frozen=True)
class Script:
    """What one file holds: Unicode ranges as CSS writes them, and the OpenType features kept."""

    name: str
    ranges: str
    features: tuple[str, ...]

    def code_points(self) -> list[int]:
        found: list[int] = []
        for part in self.ranges.replace("U+", "").split(","):
            first, _, last = part.strip().partition("-")
            found.extend(range(int(first, 16), int(last or first, 16) + 1))
        return found


SCRIPTS = (
    Script(
        "latin",
        "U+20-7E, U+A0, U+A9, U+AB, U+B0, U+B7, U+BB, U+D7, U+2013-2014, U+2018-2019, U+201C-201D, U+2022, U+2026, "
        "U+20AA, U+2212",
        ("kern", "tnum"),
    ),
    Script(
        "latin-more",
        "U+A1-A8, U+AA, U+AC-AF, U+B1-B6, U+B8-BA, U+BC-D6, U+D8-FF, U+131, U+152-153, U+201A, U+201E, U+2039-203A, "
        "U+20AC, U+2122, U+2248, U+2260, U+2264-2265",
        ("kern", "mark", "mkmk", "ccmp", "locl", "rvrn"),
    ),
    Script("hebrew", "U+590-5FF, U+FB1D-FB4F", ("kern", "mark", "mkmk", "ccmp", "locl", "rvrn")),
    Script(
        "arabic",
        "U+600-6FF",
        ("kern", "mark", "mkmk", "ccmp", "locl", "rvrn", "init", "medi", "fina", "liga", "rlig", "tnum"),
    ),
)


def narrowed() -> bytes:
    """The whole font with only the weights that we use."""
    font = instancer.instantiateVariableFont(TTFont(SOURCE, recalcTimestamp=False), {"wght": WEIGHTS})
    keep_brackets_narrow(font)
    whole = BytesIO()
    font.save(whole)
    return whole.getvalue()


def keep_brackets_narrow(font: TTFont) -> None:
    """Tabular figures are for columns of numbers: Rubik widens brackets too, which tears running text."""
    table = font["GSUB"].table
    tabular = [record.Feature for record in table.FeatureList.FeatureRecord if record.FeatureTag == "tnum"]
    digits = {font.getBestCmap()[ord(digit)] for digit in "0123456789"}
    for lookup in {index for feature in tabular for index in feature.LookupListIndex}:
        for found in table.LookupList.Lookup[lookup].SubTable:
            substitution = getattr(found, "ExtSubTable", found)
            kept = {old: new for old, new in substitution.mapping.items() if old in digits}
            substitution.mapping = kept


def cut(script: Script, whole: bytes, folder: Path) -> str:
    """Writes `rubik-<script>.woff2` and returns its @font-face rule."""
    font = TTFont(BytesIO(whole), recalcTimestamp=False)
    options = subset.Options(
        flavor="woff2",
        layout_features=list(script.features),
        hinting=False,
        desubroutinize=True,
        name_IDs=[1, 2, 13, 14],
        notdef_outline=True,
        drop_tables=[*subset.Options().drop_tables, "DSIG", "STAT", "MVAR", "HVAR", "meta", "gasp"],
    )
    options.layout_scripts = ["*"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=script.code_points())
    subsetter.subset(font)
    name = f"rubik-{script.name}.woff2"
    subset.save_font(font, str(folder / name), options)
    return FACE.format(low=WEIGHTS[0], high=WEIGHTS[1], file=name, ranges=script.ranges)


def main() -> None:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    whole = narrowed()
    (folder / "rubik.css").write_text("".join(cut(script, whole, folder) for script in SCRIPTS))


if __name__ == "__main__":
    main()
