"""Versions of what people read and agree to, and how long they may change their minds."""

from __future__ import annotations

from datetime import timedelta

from app.core.words import N_

NOTICE = 1
"""Version of our words in the collection notice: raised when what they say changes, so that everybody reads again."""

EVALUATION = "evaluation"
CONSENTS = {EVALUATION: 1}
"""Kind of consent → version of its text. A yes to another version is no yes to this one: people are asked again."""

SERVICE = "0"
"""How a reading names the statement of the service as a whole."""

COOLING_OFF = timedelta(days=7)
"""Somebody's own wish to be erased can be taken back so long."""
WITHOUT_SECOND = timedelta(days=14)
"""What one administrator asked for happens after so long if no second one has confirmed or refused it."""
EXPORT_KEPT = timedelta(days=7)

SHORTEST_REASON, LONGEST_REASON = 10, 500
LONGEST_TEXT = 4000

FACTS = {
    "responsible": N_("Who is responsible for the data: the body and its address"),
    "contact_email": N_("E-mail for questions about data"),
    "contact_phone": N_("Telephone for questions about data"),
    "officer": N_("Data protection officer: name and how to reach them"),
    "registration": N_("Number of the database in the register, where it has to be registered"),
    "accessibility_name": N_("Accessibility coordinator: name"),
    "accessibility_email": N_("Accessibility coordinator: e-mail"),
    "accessibility_phone": N_("Accessibility coordinator: telephone"),
}
"""Names, addresses and numbers of a statement, the same in every language."""

TEXTS = {
    "obligation": N_("Is anybody obliged to give these data, and what follows if they do not?"),
    "purposes": N_("What else the institution uses the data for"),
    "recipients": N_("Who else receives data"),
    "accessibility": N_("What is known not to be accessible, and what is offered instead"),
}
"""Texts of a statement, in each language."""

NEEDED = (
    "responsible",
    "contact_email",
    "officer",
    "accessibility_name",
    "accessibility_phone",
    "obligation",
    "recipients",
)
READ_AGAIN = ("responsible", "obligation", "purposes", "recipients")
"""If one of these changes, its people read the notice again."""
