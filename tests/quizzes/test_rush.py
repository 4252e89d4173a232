"""A whole class hands in at the end of the time, on the service as it is run: counts only, the bench has the times."""

from __future__ import annotations

from pathlib import Path

from bench.timed_quiz import outcome, prepare, rushed

LEARNERS = 40


def test_nobody_is_lost_or_late_and_each_is_graded_once(tmp_path: Path):
    for seconds in (2.0, 0.0):
        with rushed(tmp_path / str(seconds), LEARNERS, seconds) as (came, sent):
            assert came.faults == []
            assert len(sent) == LEARNERS


def test_what_would_be_lost_is_counted(tmp_path: Path):
    school, sitters = prepare(tmp_path, 2)
    assert outcome(school, sitters, []).faults == ["2 lost", "2 not graded once", "2 not credited once"]
