"""What `core.noticing` notices, for rooms that read it from here."""

from app.core.noticing import SAYS, Noticed, notice, tidy

__all__ = ["SAYS", "Noticed", "notice", "tidy"]
