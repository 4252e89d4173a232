"""Shape and wording of an upload, and of a line that is mended."""

from __future__ import annotations

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, SelectField, StringField, TelField
from wtforms.validators import InputRequired, Length
from wtforms.validators import Optional as MayBeEmpty

from app.core.words import ENDONYMS, LANGUAGES, N_
from app.imports.headings import EMAIL, LANGUAGE, NAME, PHONE, START
from app.imports.reading import MOST_BYTES
from app.imports.rules import SURE, Trouble
from app.imports.service import Upload
from app.web.forms import Form, SelectChoice

ROLES = {"learner": N_("Learner"), "trainer": N_("Trainer"), "supervisor": N_("Supervisor")}
_OFF = {"autocomplete": "off"}


class UploadForm(Form):
    """Places are those that the actor may fill; the view puts them in."""

    file = FileField(
        N_("List of people"),
        [FileRequired(N_("Choose a file."))],
        render_kw={"accept": ".csv,.tsv,.txt,.xlsx"},
    )
    role = SelectField(N_("As"), choices=[SelectChoice(role, label) for role, label in ROLES.items()])
    place = SelectField(N_("Where"), [InputRequired(N_("Choose where"))])
    language = SelectField(
        N_("Language of who names none"), choices=[SelectChoice(code, ENDONYMS[code]) for code in LANGUAGES]
    )

    def draft(self) -> Upload:
        """Reads one byte more than may be, so that what is too large is seen to be."""
        kind, _, number = str(self.place.data).partition(":")
        return Upload(
            file_name=self.file.data.filename or "",
            content=self.file.data.stream.read(MOST_BYTES + 1),
            role=str(self.role.data),
            place_kind=kind,
            place_id=int(number or 0),
            language=str(self.language.data),
        )


class MendForm(Form):
    """What stands here is read as the file is: a wrong value comes back with its reason."""

    email = StringField(
        N_("E-mail"), [MayBeEmpty(), Length(max=254)], render_kw={**_OFF, "inputmode": "email", "dir": "ltr"}
    )
    name = StringField(N_("Name"), [MayBeEmpty(), Length(max=200)], render_kw=_OFF)
    phone = TelField(N_("Phone"), [MayBeEmpty(), Length(max=40)], render_kw={**_OFF, "inputmode": "tel"})
    language = SelectField(
        N_("Language"),
        choices=[SelectChoice("", N_("As chosen for the list")), *(SelectChoice(c, ENDONYMS[c]) for c in LANGUAGES)],
    )
    start = StringField(N_("First day"), [MayBeEmpty(), Length(max=20)], render_kw={**_OFF, "dir": "ltr"})
    sure = BooleanField(N_("The address is right as it stands"))

    def texts(self) -> dict[str, str]:
        written = {EMAIL: self.email, NAME: self.name, PHONE: self.phone, LANGUAGE: self.language, START: self.start}
        found = {name: str(one.data or "").strip() for name, one in written.items()}
        return found | ({SURE: "1"} if self.sure.data else {})

    def blame(self, trouble: Trouble, text: str) -> None:
        """First and last name are one field here."""
        at = trouble.field if trouble.field in self else NAME
        self[at].errors = [*self[at].errors, text]
