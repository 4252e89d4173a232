"""Answers for those who run the service."""

from __future__ import annotations

import hmac
from ipaddress import ip_address
from typing import Any

from flask import Response, abort, current_app, jsonify, request

from app.operations import metrics, readiness

FORWARDING = ("X-Forwarded-For", "X-Forwarded-Host", "Forwarded", "Via")


def healthz(_actor: Any) -> Response:
    return Response("ok\n", mimetype="text/plain", headers={"Cache-Control": "no-store"})


def readyz(_actor: Any) -> Response:
    failures = readiness.failures()
    answer = jsonify(ready=not failures, failures=failures)
    answer.status_code = 503 if failures else 200
    answer.headers["Cache-Control"] = "no-store"
    return answer


def details(_actor: Any) -> Response:
    """What keeps it from serving, and how it has fared lately; for those who may read the metrics."""
    if not _may_read_metrics():
        abort(404)
    failures = readiness.failures()
    answer = jsonify(ready=not failures, failures=failures, **readiness.details())
    answer.headers["Cache-Control"] = "no-store"
    return answer


def show_metrics(_actor: Any) -> Response:
    """For whoever holds the token; without a token set, for this machine only. Everybody else finds no such page."""
    if not _may_read_metrics():
        abort(404)
    body, content_type = metrics.text()
    return Response(body, content_type=content_type, headers={"Cache-Control": "no-store"})


def _may_read_metrics() -> bool:
    token = current_app.extensions["kelim_settings"].metrics_token.get_secret_value()
    if token:
        return hmac.compare_digest(request.headers.get("Authorization", "").encode(), f"Bearer {token}".encode())
    if any(name in request.headers for name in FORWARDING):
        return False
    peer = request.environ.get("werkzeug.proxy_fix.orig", request.environ).get("REMOTE_ADDR", "")
    return _is_loopback(peer)


def _is_loopback(peer: str) -> bool:
    try:
        return ip_address(peer).is_loopback
    except ValueError:
        return False
