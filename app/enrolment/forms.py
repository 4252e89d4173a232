"""Shape and wording of an invitation."""

from __future__ import annotations

from wtforms import EmailField, SelectField, StringField
from wtforms.validators import InputRequired, Length, ValidationError

from app.accounts.queries import normal_email
from app.core.words import ENDONYMS, LANGUAGES, N_
from app.enrolment.service import Invitation
from app.mail.letter import is_address
from app.web.forms import Form, SelectChoice

ROLES = {
    "learner": N_("Learner"),
    "trainer": N_("Trainer"),
    "supervisor": N_("Supervisor"),
    "coordinator": N_("Coordinator"),
    "evaluator": N_("Evaluator"),
    "reviewer": N_("Reviewer"),
    "rater": N_("Rater"),
    "administrator": N_("Administrator"),
}


class InviteForm(Form):
    """Roles and places are those that the actor may give; the view fills them in."""

    email = EmailField(
        N_("E-mail"),
        [InputRequired(N_("Write an e-mail address."))],
        render_kw={"autocomplete": "off", "inputmode": "email"},
    )
    name = StringField(
        N_("Name"), [InputRequired(N_("Write a name.")), Length(max=120)], render_kw={"autocomplete": "off"}
    )
    language = SelectField(
        N_("Language of the invitation"), choices=[SelectChoice(code, ENDONYMS[code]) for code in LANGUAGES]
    )
    role = SelectField(N_("As"))
    place = SelectField(N_("Where"), [InputRequired(N_("Choose where"))])

    def validate_email(self, field: EmailField) -> None:
        if not is_address(normal_email(field.data or "")):
            raise ValidationError(N_("Write an address such as name@example.org."))

    def draft(self) -> Invitation:
        kind, _, number = str(self.place.data).partition(":")
        return Invitation(
            email=self.email.data or "",
            name=self.name.data or "",
            language=str(self.language.data),
            role=str(self.role.data),
            place_kind=kind,
            place_id=int(number or 0),
        )
