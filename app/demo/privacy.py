"""What the demo institution says of itself about data, and what its people answered."""

from __future__ import annotations

from app.accounts.actor import Actor
from app.core.words import LANGUAGES
from app.demo.cast import Cast
from app.privacy import service, statements
from app.privacy.rules import CONSENTS, EVALUATION

NO_EVERY = 6
"""Each so many-th learner says no to the evaluation."""
FACTS = {
    "responsible": "Mishor College (demonstration), 1 Example Street",
    "contact_email": "data@demo.kelim.example",
    "officer": "Demo Officer, officer@demo.kelim.example",
    "accessibility_name": "Demo Coordinator",
    "accessibility_email": "access@demo.kelim.example",
    "accessibility_phone": "050-000-0002",
}
OBLIGATION = {
    "he": "אין חובה למסור. בלי הנתונים שהתכנית סופרת אי אפשר לקבל תעודה (הדגמה).",
    "ar": "لا إلزام. من دون البيانات التي يحسبها البرنامج لا يمكن منح شهادة (للعرض).",
    "en": "Nobody is obliged. Without what the programme counts there is no certificate (demonstration).",
}
RECIPIENTS = {
    "he": "אף אחד מחוץ למכללה (הדגמה).",
    "ar": "لا أحد خارج الكلّيّة (للعرض).",
    "en": "Nobody outside the college (demonstration).",
}


def state(coordinator: Actor, institution_id: int) -> None:
    texts = {"obligation": OBLIGATION, "recipients": RECIPIENTS}
    statements.keep(coordinator, institution_id, statements.Draft(FACTS, texts, 0))


def read(cast: Cast) -> None:
    """Everybody has read the notice; learners have said yes or no to the evaluation, some of them long ago."""
    asked = 0
    for box in sorted(cast.people):
        actor = cast.actor(box)
        language = actor.language if actor.language in LANGUAGES else "he"
        service.read_notice(actor, language)
        if actor.has_role("learner") and not service.has_consent(actor.id):
            asked += 1
            is_given = asked % NO_EVERY != 0
            service.answer(actor, EVALUATION, is_given=is_given, language=language, seen=CONSENTS[EVALUATION])
