"""A job from the moment it is wanted to its end."""

from __future__ import annotations

import json
import threading
from datetime import timedelta

import pytest
import time_machine

from app.core.clock import now
from app.core.db import session, write_transaction
from app.core.errors import ReadOnly
from app.jobs import queries, rules, service
from app.jobs.models import DONE, FAILED, RUNNING, WAITING, Job
from app.jobs.runner import GiveUp, Runner


def add(kind: str = "count", **payload: int) -> int:
    with write_transaction():
        return service.enqueue(kind, dict(payload))


def job(job_id: int) -> Job:
    return session().get_one(Job, job_id, populate_existing=True)


class TestEnqueue:
    def test_is_part_of_the_transaction_that_wants_it(self, context):
        with write_transaction() as current:
            service.enqueue("count", {})
            current.rollback()
        assert queries.list_jobs() == []

    def test_outside_of_a_transaction_is_refused(self, context):
        with pytest.raises(ReadOnly):
            service.enqueue("count", {})

    def test_rings_after_the_commit_and_never_before(self, context, monkeypatch):
        heard: list[int] = []
        monkeypatch.setattr(service, "_bell", lambda: heard.append(len(queries.list_jobs())))
        with write_transaction():
            service.enqueue("count", {})
            assert heard == []
        assert heard == [1]

    def test_for_later_is_silent_until_its_time(self, context, runner, monkeypatch):
        heard: list[int] = []
        monkeypatch.setattr(service, "_bell", lambda: heard.append(1))
        runner.handlers["count"] = lambda payload: None
        with write_transaction():
            service.enqueue("count", {}, run_at=now() + timedelta(hours=1))
        assert not heard
        assert not runner.run_next()
        with time_machine.travel(now() + timedelta(hours=1, seconds=1)):
            assert runner.run_next()


class TestRunning:
    def test_hands_the_payload_to_the_handler_of_its_kind(self, context, runner):
        got: list[object] = []
        runner.handlers["count"] = got.append
        first = add(person=7)
        assert runner.run_due() == 1
        assert got == [{"person": 7}]
        assert job(first).state == DONE
        assert job(first).finished_at is not None

    def test_outside_of_any_transaction(self, context, runner):
        def handler(payload):
            with pytest.raises(ReadOnly):
                service.enqueue("count", {})

        runner.handlers["count"] = handler
        first = add()
        runner.run_due()
        assert job(first).state == DONE

    def test_oldest_first(self, context, runner):
        got: list[int] = []
        runner.handlers["count"] = lambda payload: got.append(payload["n"])
        for number in range(5):
            add(n=number)
        runner.run_due()
        assert got == [0, 1, 2, 3, 4]

    def test_of_an_unknown_kind_waits_for_a_newer_consumer(self, context, runner):
        first = add("from-the-future")
        runner.run_due()
        assert (job(first).state, job(first).last_error) == (WAITING, "unknown-kind")


class TestFailing:
    def test_tries_again_later_and_later(self, context, runner):
        runner.handlers["count"] = lambda payload: 1 / 0
        first = add()
        moment = now()
        pauses = []
        for attempt in range(1, rules.ATTEMPTS):
            with time_machine.travel(moment, tick=False):
                assert runner.run_due() == 1
                assert job(first).attempts == attempt
                pauses.append((job(first).run_at - moment).total_seconds())
                moment = job(first).run_at
        assert pauses == [15, 30, 60, 120, 240, 480, 960, 1920, 3600]

    def test_stays_visible_once_it_has_failed_for_good(self, context, runner):
        runner.handlers["count"] = lambda payload: 1 / 0
        first = add()
        with write_transaction():
            job(first).attempts = rules.ATTEMPTS - 1
        runner.run_due()
        assert (job(first).state, job(first).last_error) == (FAILED, "ZeroDivisionError")
        with time_machine.travel(now() + timedelta(days=400)):
            service.forget_old()
            assert runner.run_due() == 0
        assert [found.id for found in queries.list_jobs(FAILED)] == [first]

    def test_keeps_no_word_of_the_error(self, context, runner):
        def handler(payload):
            raise ValueError("noa@example.org")

        runner.handlers["count"] = handler
        first = add()
        runner.run_due()
        assert job(first).last_error == "ValueError"

    def test_gives_up_at_once_when_the_handler_says_so(self, context, runner):
        def handler(payload):
            raise GiveUp("smtp-550")

        runner.handlers["count"] = handler
        first = add()
        runner.run_due()
        assert (job(first).state, job(first).attempts, job(first).last_error) == (FAILED, 1, "smtp-550")

    def test_one_broken_job_does_not_hold_up_the_next(self, context, runner):
        got: list[int] = []
        runner.handlers |= {"broken": lambda payload: 1 / 0, "count": lambda payload: got.append(1)}
        add("broken")
        add("count")
        runner.run_due()
        assert got == [1]


class TestLost:
    def test_comes_back_when_its_consumer_fell_silent(self, context, runner):
        runner.handlers["count"] = lambda payload: None
        first = add()
        assert service.claim_next() is not None
        assert service.recover_lost() == 0
        with time_machine.travel(now() + rules.LEASE + timedelta(seconds=1)):
            assert service.recover_lost() == 1
            assert (job(first).state, job(first).last_error) == (WAITING, "lost")
            runner.run_due()
        assert (job(first).state, job(first).attempts) == (DONE, 2)

    def test_is_not_while_its_consumer_says_that_it_lives(self, context):
        first = add()
        service.claim_next()
        with time_machine.travel(now() + rules.LEASE + timedelta(seconds=1)):
            service.keep([first])
            assert service.recover_lost() == 0
            assert job(first).state == RUNNING

    def test_on_its_last_attempt_has_failed(self, context):
        first = add()
        with write_transaction():
            job(first).attempts = rules.ATTEMPTS - 1
        service.claim_next()
        with time_machine.travel(now() + rules.LEASE + timedelta(seconds=1)):
            service.recover_lost()
        assert (job(first).state, job(first).last_error) == (FAILED, "lost")

    def test_consumer_that_wakes_up_late_decides_nothing(self, context):
        first = add()
        slow = service.claim_next()
        with time_machine.travel(now() + rules.LEASE + timedelta(seconds=1)):
            service.recover_lost()
            quick = service.claim_next()
            service.fail(slow, "late", for_good=True)
            assert job(first).state == RUNNING
            service.finish(quick)
        assert job(first).state == DONE


class TestBeside:
    def test_consumers_run_each_job_once(self, bare):
        times: list[int] = []
        with bare.app_context():
            ids = [add(n=number) for number in range(60)]
        lock = threading.Lock()

        def handler(payload):
            with lock:
                times.append(payload["n"])

        def consume():
            own = Runner({"count": handler})
            more = True
            while more:
                with bare.app_context():
                    more = own.run_next()

        threads = [threading.Thread(target=consume) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        assert sorted(times) == list(range(60))
        with bare.app_context():
            assert queries.count_by_state() == {DONE: len(ids)}


class TestCommands:
    def test_list_and_retry(self, context, runner):
        bad: list[bool] = [True]

        def handler(payload):
            if bad[0]:
                raise GiveUp("closed")

        runner.handlers["count"] = handler
        first = add(person=3)
        runner.run_due()
        commands = context.test_cli_runner()
        shown = commands.invoke(args=["jobs", "list", "--state", "failed", "--format", "json"])
        assert shown.exit_code == 0
        assert [(one["id"], one["error"], one["payload"]) for one in json.loads(shown.output)] == [
            (first, "closed", '{"person": 3}')
        ]
        assert "1 failed" in commands.invoke(args=["jobs", "list"]).output
        bad[0] = False
        assert commands.invoke(args=["jobs", "retry", str(first)]).exit_code == 0
        runner.run_due()
        assert job(first).state == DONE

    def test_retry_refuses_what_has_not_failed_or_is_not_there(self, context):
        first = add()
        commands = context.test_cli_runner()
        assert commands.invoke(args=["jobs", "retry", str(first)]).exit_code == 1
        assert commands.invoke(args=["jobs", "retry", "999"]).exit_code == 1
        assert commands.invoke(args=["jobs", "retry", "one"]).exit_code == 2

    def test_done_jobs_are_forgotten_after_a_while(self, context, runner):
        runner.handlers["count"] = lambda payload: None
        add()
        runner.run_due()
        service.forget_old()
        assert len(queries.list_jobs()) == 1
        with time_machine.travel(now() + rules.KEPT + timedelta(days=1)):
            service.forget_old()
        assert queries.list_jobs() == []
