"""Around every request: an id, an access line, two metrics. The id never comes from outside."""

from __future__ import annotations

from time import perf_counter
from uuid import uuid4

import structlog
from flask import Flask, Response, g, request

from app.operations import metrics

HEADER = "X-Request-ID"
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
log = structlog.get_logger("access")


def begin() -> None:
    g.request_id = uuid4().hex
    g.began = perf_counter()


def finish(response: Response) -> Response:
    """Logs the route, never the address: addresses hold tokens, codes and what people searched for."""
    seconds = perf_counter() - g.began
    endpoint = request.endpoint or "none"
    method = request.method if request.method in METHODS else "OTHER"
    response.headers[HEADER] = g.request_id
    metrics.count(method, endpoint, response.status_code, seconds)
    log.info(
        "request",
        request_id=g.request_id,
        method=method,
        route=request.url_rule.rule if request.url_rule else None,
        endpoint=endpoint,
        status=response.status_code,
        ms=round(seconds * 1000, 2),
        person=getattr(g.get("_login_user"), "id", None),
    )
    return response


def init_app(app: Flask) -> None:
    """Puts itself around all other hooks, whenever they are added: a refused form has an id and a line, too."""
    app.before_request_funcs.setdefault(None, []).insert(0, begin)
    app.after_request_funcs.setdefault(None, []).insert(0, finish)
