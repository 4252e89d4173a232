"""Logs: one JSON object a line on standard error, without personal data.

Callers log ids and codes only. What slips through in somebody else's message (an e-mail address, the row that
PostgreSQL refused) is blanked here.
"""

from __future__ import annotations

import logging
import re
import sys
from typing import Literal

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

ROW = re.compile(r"DETAIL: .*?(?=\n\[SQL|\n\nThe above exception|\n\nDuring handling|\Z)", re.DOTALL)
"""What PostgreSQL adds to an error: the values of the row, as far as they go."""
EMAIL = re.compile(r"[^\s@<>\"',;:=(]+@[^\s@<>\"',;:)]+")

SIGN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def without_people(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Blanks e-mail addresses and rows in every text of the event, tracebacks included."""
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = EMAIL.sub("[address]", ROW.sub("DETAIL: [left out]", value))
    return event


def on_one_line(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """For the console, which writes texts as they are: nobody's words begin a line or colour it. JSON needs no help."""
    for key, value in event.items():
        if isinstance(value, str) and key != "exception":
            event[key] = SIGN.sub(lambda found: found[0].encode("unicode_escape").decode(), value)
    return event


class StandardError:
    """Writes lines to whatever standard error is at that moment."""

    def __init__(self, *_: object) -> None:
        pass

    def msg(self, line: str) -> None:
        sys.stderr.write(f"{line}\n")

    log = debug = info = warn = warning = error = critical = exception = fatal = failure = msg


class StandardErrorHandler(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        sys.stderr.write(f"{self.format(record)}\n")


def configure(form: Literal["json", "console"] = "json") -> None:
    """Sends structlog's and the standard library's records through one chain. Safe to call again."""
    before: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    ending: list[Processor] = [structlog.processors.format_exc_info, without_people]
    if form == "json":
        ending.append(structlog.processors.JSONRenderer(ensure_ascii=False))
    else:
        ending += [on_one_line, structlog.dev.ConsoleRenderer()]
    structlog.configure(
        processors=[*before, *ending],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=StandardError,
        cache_logger_on_first_use=True,
    )
    _route_standard_library(before, ending)


def _route_standard_library(before: list[Processor], ending: list[Processor]) -> None:
    handler = StandardErrorHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*before, structlog.stdlib.add_logger_name],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *ending],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
