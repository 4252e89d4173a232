"""The learners of the demo: each stands at another point of the year, for something that the service can show.

Names are invented; they come from many of the communities that mentors come from.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.demo.accounts import MENTOR, TRAINEE, address

ROLE, PRIVACY, NOTES = "who-a-mentor-is", "consent-and-privacy", "safe-notes"
"""Lessons of the mentors' first module."""

PASSED, FAILED, BEGUN = "passed", "failed", "begun"
WAITS, MARKED, RETURNED = "waits", "marked", "returned"
"""How an attempt goes on that holds a written answer."""
UNSAFE, ASKED = "unsafe", "asked"
WHOLE_MODULE = {ROLE: (PASSED,), PRIVACY: (PASSED,), NOTES: (PASSED,)}


@dataclass(frozen=True, slots=True)
class MakeUp:
    """A task for a missed meeting: set two days after it, handed in and accepted so many days ago; None: not yet."""

    meeting: int
    text: str
    handed_in: str = ""
    handed_days_ago: int | None = None
    accepted_days_ago: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Learner:
    """Meetings are numbered from 1. `quizzes`: how each attempt ended, by lesson.

    `read_days_ago`: when the steps of the self-study lesson were done, `steps` of them (None: all).
    """

    box: str
    name: str
    language: str
    joined_weeks_ago: int | None = None  # None: with the cohort
    last_meeting: int | None = None  # came to none after it
    missed: frozenset[int] = frozenset()
    late: Mapping[int, int] = field(default_factory=dict)
    mistaken: Mapping[int, int] = field(default_factory=dict)  # marked so many minutes too late, then corrected
    quizzes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    read_days_ago: int | None = None
    steps: int | None = None
    make_up: MakeUp | None = None
    reflection: str = ""
    scenario: str = ""  # of the lesson on privacy: unsafe, or asked to talk it through; passed with its quiz

    @property
    def email(self) -> str:
        return address(self.box)

    @property
    def plays(self) -> str:
        """How the scenario went: passed, unsafe or asked; empty for whoever has not opened it."""
        return self.scenario or (PASSED if PASSED in self.quizzes.get(PRIVACY, ()) else "")

    def was_at(self, number: int) -> bool:
        return number not in self.missed and (self.last_meeting is None or number <= self.last_meeting)


MENTORS = (
    Learner(  # what comes next: the quiz of the self-study lesson, then a quiz that was left open
        box=MENTOR.box,
        name=MENTOR.name,
        language=MENTOR.language,
        missed=frozenset({6}),
        late={4: 10},
        quizzes={ROLE: (PASSED,)},
        read_days_ago=2,
        reflection="קשה לי להשאיר שאלה פתוחה בלי להציע מיד פתרון.",
    ),
    Learner(
        box="lior.ohayon",
        name="ליאור אוחיון",
        language="he",
        quizzes=WHOLE_MODULE,
        read_days_ago=140,
    ),
    Learner(  # a make-up task is open
        box="hadeel.abughanem",
        name="هديل أبو غانم",
        language="ar",
        missed=frozenset({12}),
        quizzes={ROLE: (PASSED,), PRIVACY: (PASSED,), NOTES: (WAITS,)},
        read_days_ago=9,
        steps=6,
        make_up=MakeUp(12, "اقرأوا ملخّص اللقاء واكتبوا مثالين من حياتكم على هدف صغير يمكن تحقيقه خلال أسبوع."),
    ),
    Learner(  # a make-up task was accepted
        box="yamenesh.tesfaye",
        name="ימנש טספאיה",
        language="he",
        missed=frozenset({9}),
        quizzes=WHOLE_MODULE,
        read_days_ago=120,
        make_up=MakeUp(
            9,
            "לצפות בשיחה המוקלטת ולכתוב שלושה רגעים שבהם השתיקה עזרה.",
            "הרגע שבו היא חיכתה עשר שניות היה החזק בעיניי. גם אצלנו בבית שותקים כשמישהו מחפש מילים.",
            handed_days_ago=45,
            accepted_days_ago=43,
        ),
    ),
    Learner(  # did not pass a quiz at first
        box="oleg.brenner",
        name="אולג ברנר",
        language="he",
        missed=frozenset({3, 7}),
        late={5: 20},
        quizzes={ROLE: (FAILED, PASSED), PRIVACY: (PASSED,), NOTES: (RETURNED,)},
        read_days_ago=8,
        steps=12,
    ),
    Learner(  # a roll was corrected for her
        box="svetlana.kogan",
        name="סבטלנה קוגן",
        language="he",
        mistaken={8: 50},
        quizzes=WHOLE_MODULE | {NOTES: (MARKED,)},
        read_days_ago=100,
    ),
    Learner(  # silent
        box="rami.zoabi",
        name="رامي زعبي",
        language="ar",
        last_meeting=6,
        quizzes={ROLE: (PASSED,)},
    ),
    Learner(box="michal.stern", name="מיכל שטרן", language="he", joined_weeks_ago=3, last_meeting=0),  # not started
    Learner(  # a make-up task waits for the trainer
        box="nayef.alasam",
        name="نايف الأعصم",
        language="ar",
        missed=frozenset({11}),
        quizzes={ROLE: (PASSED,), PRIVACY: (FAILED,)},
        scenario=UNSAFE,
        make_up=MakeUp(
            11,
            "تدرّبوا مع زميل أو زميلة على جملة واحدة تصف التعاطف من دون إنقاذ، ثمّ اكتبوا ما تعلّمتموه.",
            "تدرّبت مع أخي الكبير. قلت له: أنا أسمعك، ولم أقدّم نصيحة. كان ذلك أصعب ممّا توقّعت.",
            handed_days_ago=3,
        ),
    ),
    Learner(  # in the middle of a quiz
        box="hannalea.rosenberg",
        name="חנה־לאה רוזנברג",
        language="he",
        late={2: 5, 9: 15},
        quizzes={ROLE: (PASSED,), PRIVACY: (BEGUN,), NOTES: (WAITS,)},
        scenario=ASKED,
        read_days_ago=3,
        steps=9,
    ),
    Learner(
        box="amira.halabi",
        name="أميرة حلبي",
        language="ar",
        late={10: 10},
        quizzes=WHOLE_MODULE,
        read_days_ago=75,
    ),
    Learner(  # came later than the others, silent for some weeks
        box="natan.alemu",
        name="נתן אלמו",
        language="he",
        joined_weeks_ago=20,
        last_meeting=10,
        missed=frozenset({1, 2}),
    ),
)

TRAINEES = (
    Learner(box=TRAINEE.box, name=TRAINEE.name, language=TRAINEE.language, missed=frozenset({5})),
    Learner(box="dana.friedman", name="דנה פרידמן", language="he", late={3: 30}),
    Learner(box="birhanu.admasu", name="ברהנו אדמסו", language="he", missed=frozenset({12, 13})),
    Learner(box="ksenia.levit", name="קסניה לויט", language="he"),
)

CENTRES = (
    Learner(box="vered.maimon", name="ורד מימון", language="he"),
    Learner(box="abed.alkrenawi", name="عبد الرحمن القريناوي", language="ar"),
    Learner(box="shmuel.halevi", name="שמואל הלוי", language="he", missed=frozenset({2})),
    Learner(box="elena.shapiro", name="אלנה שפירו", language="he", late={3: 10}),
    Learner(box="maha.srouji", name="مها سروجي", language="ar", missed=frozenset({4})),
)
