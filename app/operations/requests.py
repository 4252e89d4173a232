"""Around every request: an id, an access line, two metrics. The id never comes from outside."""

from __future__ import annotations

from time import perf_counter
from uuid import uuid4

import structlog
from flask import Flask, Response, g, request

from app.operations import metrics

HEADER = "X-Request-ID"
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
UNNAMED = frozenset({"practice", "sittings", "reminders", "sharing"})
"""Rooms in which somebody is alone: a line says that a page was asked for, not by whom."""
log = structlog.get_logger("access")


def begin() -> None:
    here = g._get_current_object()
    here.request_id = uuid4().hex
    here.began = perf_counter()


def finish(response: Response) -> Response:
    """Logs the route, never the address: addresses hold tokens, codes and what people searched for."""
    here, asked = g._get_current_object(), request._get_current_object()  # type: ignore[attr-defined]
    seconds = perf_counter() - here.began
    rule = asked.url_rule
    endpoint = rule.endpoint if rule else "none"
    method = asked.method if asked.method in METHODS else "OTHER"
    response.headers[HEADER] = here.request_id
    metrics.count(method, endpoint, response.status_code, seconds)
    log.info(
        "request",
        request_id=here.request_id,
        method=method,
        route=rule.rule if rule else None,
        endpoint=endpoint,
        status=response.status_code,
        ms=round(seconds * 1000, 2),
        person=None if endpoint.split(".")[0] in UNNAMED else getattr(here.get("_login_user"), "id", None),
    )
    return response


def init_app(app: Flask) -> None:
    """Puts itself around all other hooks, whenever they are added: a refused form has an id and a line, too."""
    app.before_request_funcs.setdefault(None, []).insert(0, begin)
    app.after_request_funcs.setdefault(None, []).insert(0, finish)
