"""The bell: huey tells consumers that something is due. It carries no content, so a lost or doubled ring does no harm.

SQLite: huey's tables lie in the same file. Redis, if it is configured, whatever the database. PostgreSQL alone has no bell:
each consumer looks for itself.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any

import structlog
from huey import Huey, MemoryHuey, RedisHuey, SqliteHuey
from huey.serializer import SignedSerializer
from sqlalchemy import make_url

from app.config import Settings

QUEUE_TABLES = frozenset({"kv", "schedule", "task", "counter"})
TASK = "work"
BUSY_SECONDS = 10
log = structlog.get_logger("jobs")


def is_migrated(_object: object, name: str | None, type_: str, _reflected: bool, _compare_to: object) -> bool:
    """Alembic's `include_object`: the queue's tables are huey's own affair."""
    return not (type_ == "table" and name in QUEUE_TABLES)


class Bell:
    """Opened when it is first needed, so that commands without jobs touch no database."""

    def __init__(self, settings: Settings, work: Callable[[], object]) -> None:
        self._settings, self._work = settings, work

    @property
    def is_shared(self) -> bool:
        """Whether other processes hear it."""
        return bool(self._settings.redis_url.get_secret_value()) or self._file is not None

    @property
    def _file(self) -> str | None:
        url = make_url(self._settings.sqlalchemy_url)
        is_file = url.get_backend_name() == "sqlite" and url.database not in (None, "", ":memory:")
        return url.database if is_file else None

    @cached_property
    def huey(self) -> Huey:
        huey = self._open()
        huey.task(name=TASK)(self._work)
        return huey

    def _open(self) -> Huey:
        redis_url = self._settings.redis_url.get_secret_value()
        secret = self._settings.secret_key.get_secret_value()
        common: dict[str, Any] = {"name": "kelim", "results": False, "serializer": SignedSerializer(secret, "kelim-jobs")}
        if redis_url:
            return RedisHuey(url=redis_url, **common)
        if self._file:
            return SqliteHuey(filename=self._file, timeout=BUSY_SECONDS, fsync=True, **common)
        return MemoryHuey(**common)

    def ring(self) -> bool:
        """Wakes a consumer; False if that did not work, which the sweeper makes up for."""
        try:
            task = self.huey._registry.string_to_task(TASK)  # noqa: SLF001
            self.huey.enqueue(task())
        except Exception as error:  # noqa: BLE001 - what was committed stands, whatever happens to the bell
            log.warning("bell not rung", error=type(error).__name__)
            return False
        return True
