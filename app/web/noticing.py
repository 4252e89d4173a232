"""Forms whose texts may tell who somebody is: it is said once, and a second press sends them as they are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from flask import request

from app.core.noticing import SAYS, Noticed, notice, tidy
from app.web.forms import Form
from app.web.languages import gettext


class NoticingForm(Form):
    """`TOLD` names the fields in which somebody is told about; the template is `components/noticing.html`."""

    TOLD: ClassVar[tuple[str, ...]] = ()

    @property
    def noticed(self) -> list[Noticed]:
        """What may tell who somebody is."""
        return notice(*self._texts())

    @property
    def seen_text(self) -> str:
        """What a writer saw when they were told of it; a form carries it back as `seen`."""
        return tidy(self._texts())

    @property
    def is_meant(self) -> bool:
        """Whether there is nothing to say of the text, or its writer was told and sends it all the same."""
        return not self.noticed or tidy([request.form.get("seen", "")]) == self.seen_text

    def _texts(self) -> list[str]:
        return [self[name].data or "" for name in self.TOLD if name in self]


def says() -> Mapping[str, str]:
    """What is said of each kind of text that may tell who somebody is."""
    return {kind: gettext(text) for kind, text in SAYS.items()}
