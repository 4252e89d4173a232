"""The bell: huey tells consumers that something is due. It carries no content, so a lost or doubled ring does no harm.

SQLite: huey's tables lie in the same file. Redis, if it is configured, whatever the database. PostgreSQL alone has no
bell: each consumer looks for itself.
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

BUSY_SECONDS = 10
log = structlog.get_logger("jobs")


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
        redis_url = self._settings.redis_url.get_secret_value()
        secret = self._settings.secret_key.get_secret_value()
        serializer = SignedSerializer(secret, "kelim-jobs")
        common: dict[str, Any] = {"name": "kelim", "results": False, "serializer": serializer}
        if redis_url:
            return RedisHuey(url=redis_url, **common)
        if self._file:
            return SqliteHuey(filename=self._file, timeout=BUSY_SECONDS, fsync=True, **common)
        return MemoryHuey(**common)

    @cached_property
    def task(self) -> Callable[[], object]:
        """Calling it puts one piece of work into the queue; consumers need it to know what to do."""
        wrapped: Callable[[], object] = self.huey.task(name="work")(self._work)
        return wrapped

    def open(self) -> Huey:
        """The queue as a consumer needs it: knowing what its work is."""
        _ = self.task
        return self.huey

    def ring(self) -> bool:
        """Wakes a consumer; False if that did not work, which the sweeper makes up for."""
        try:
            self.task()
        except Exception as error:
            log.warning("bell not rung", error=type(error).__name__)
            return False
        return True
