"""What a phone's camera reads off a paper."""

from __future__ import annotations

import pypdfium2
import zxingcpp


def codes_of(pdf: bytes) -> list[str]:
    """Every square code, page by page."""
    found = []
    for page in pypdfium2.PdfDocument(pdf):
        bitmap = page.render(scale=2, grayscale=True)
        picture = memoryview(bytes(bitmap.buffer)).cast("B", shape=[bitmap.height, bitmap.stride])
        found += [code.text for code in zxingcpp.read_barcodes(picture)]
    return found
