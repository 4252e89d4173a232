"""Reading papers back. Readers of PDFs give right-to-left words in one order or another, so letters are counted."""

from __future__ import annotations

import unicodedata
from collections import Counter
from io import BytesIO

from pypdf import PdfReader


def pages_of(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]


def letters(text: str) -> Counter[str]:
    """Letters and digits alone, without points and marks."""
    return Counter(x for x in unicodedata.normalize("NFKD", text) if unicodedata.category(x)[0] in "LN")


def lost(text: str, pdf: bytes) -> Counter[str]:
    """Letters of `text` that the paper does not show: an empty counter when all of it is there."""
    return letters(text) - letters(" ".join(pages_of(pdf)))
