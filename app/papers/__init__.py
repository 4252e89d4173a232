"""Papers: what people hold in their hands. Typst draws them as tagged PDFs from plain data.

A room keeps its own papers in `app/<room>/papers/<name>.typ`; what they share is `papers/typst/house.typ`. Texts reach
them as JSON and are never evaluated. This room knows no domain.
"""
