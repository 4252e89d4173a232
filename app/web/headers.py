"""Response headers that hold for every page: strict CSP, no framing, no referrer, nothing personal cached."""

from __future__ import annotations

from flask import Flask, Response, current_app, request

POLICY = "; ".join(
    (
        "default-src 'none'",
        "object-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "media-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
OF_HTTPS = ("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
FIXED = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}


def init_app(app: Flask) -> None:
    app.after_request(add)


def add(response: Response) -> Response:
    headers = response.headers
    present = {name.lower() for name in headers.keys()}  # noqa: SIM118 - iterating headers gives pairs
    for name, value in FIXED.items():
        if name.lower() not in present:
            headers.add(name, value)
    if "Cache-Control" not in headers:
        headers["Cache-Control"] = "private, no-store" if request.method == "GET" else "no-store"
    if current_app.config["SESSION_COOKIE_SECURE"]:
        headers[OF_HTTPS[0]] = OF_HTTPS[1]
    return response
