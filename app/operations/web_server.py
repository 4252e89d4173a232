"""The production WSGI server, as the supervisor starts it: `python -m app.operations.web_server PORT`."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import Any

from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import Server

from app.config import Settings
from app.operations import logs
from app.operations.children import die_with_parent

HEADERS_WITHIN_MS = 15_000
STOP_WITHIN_S = 8
OUR_LOG = {"formatters": {}, "handlers": {}, "loggers": {"_granian": {"handlers": [], "propagate": True}}}


def load(parent: int, target: str) -> Callable[..., Any]:
    """Runs in each worker. What was loaded stays out of garbage collections: full ones stalled requests for 37 ms."""
    die_with_parent(parent)
    module, _, name = target.partition(":")
    application: Callable[..., Any] = getattr(import_module(module), name)
    gc.collect()
    gc.freeze()
    return application


def serve(host: str, port: int, settings: Settings, target: str = "wsgi:app") -> None:
    Server(
        target,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=settings.workers,
        blocking_threads=settings.threads,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=HEADERS_WITHIN_MS),
        websockets=False,
        log_level=LogLevels.error,
        log_dictconfig=OUR_LOG,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_WITHIN_S,
    ).serve(target_loader=partial(load, os.getpid()))


if __name__ == "__main__":
    chosen = Settings()
    logs.configure(chosen.log_format)
    serve(sys.argv[1], int(sys.argv[2]), chosen)
