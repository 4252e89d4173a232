"""What can be told, in one line each. Message ids may hold %(lesson)s, the title of the lesson that it is about."""

from __future__ import annotations

from collections.abc import Mapping

from app.core.words import N_

RESULT_CHANGED = "result-changed"
ANSWER_MARKED = "answer-marked"
ANSWER_RETURNED = "answer-returned"
ATTEMPT_GIVEN = "attempt-given"
TIME_GIVEN = "time-given"
QUIZ_DECLARED = "quiz-declared"
PERFORMANCE_SETTLED = "performance-settled"
SCENARIO_SETTLED = "scenario-settled"
GATE_OPENED = "gate-opened"
PLACEMENT_AGREED = "placement-agreed"
PLACEMENT_CHANGED = "placement-changed"
PLACEMENT_OPENED = "placement-opened"
PRACTICUM_SIGNED = "practicum-signed"
PRACTICUM_RETURNED = "practicum-returned"
PRACTICUM_NOT_MINE = "practicum-not-mine"

KINDS: Mapping[str, str] = {
    RESULT_CHANGED: N_("%(lesson)s: a question was corrected, and your quiz was counted again."),
    ANSWER_MARKED: N_("%(lesson)s: your written answer has been read."),
    ANSWER_RETURNED: N_("%(lesson)s: your written answer came back for another try."),
    ATTEMPT_GIVEN: N_("%(lesson)s: you may try the quiz once more."),
    TIME_GIVEN: N_("You have more time now in quizzes with a time limit."),
    QUIZ_DECLARED: N_("%(lesson)s: your quiz counts as passed. Its page says why."),
    PERFORMANCE_SETTLED: N_("%(lesson)s: feedback on your role-play is here."),
    SCENARIO_SETTLED: N_("%(lesson)s: your talk about the scenario is recorded."),
    GATE_OPENED: N_("Every lesson that comes before meetings on your own is complete. See what comes next."),
    PLACEMENT_AGREED: N_("A placement is agreed for you: see where, when and with whom."),
    PLACEMENT_CHANGED: N_("Something changed in your placement."),
    PLACEMENT_OPENED: N_("Your placement was opened before its lessons are complete. Its page says why."),
    PRACTICUM_SIGNED: N_("Entries of your practice are signed, and their minutes count."),
    PRACTICUM_RETURNED: N_("An entry of your practice came back with a comment. Mend it and send it in again."),
    PRACTICUM_NOT_MINE: N_("A supervisor says that somebody is not their trainee. Check who signs for the placement."),
}
