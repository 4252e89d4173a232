"""Numbers for Prometheus. Under the supervisor several processes share them through files it names."""

from __future__ import annotations

import os

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.multiprocess import MultiProcessCollector

SHARED_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
REQUESTS = Counter("kelim_requests", "Requests answered.", ["method", "endpoint", "status"])
SECONDS = Histogram(
    "kelim_request_seconds",
    "Time from the first hook to the answer.",
    ["endpoint"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5),
)


def count(method: str, endpoint: str, status: int, seconds: float) -> None:
    REQUESTS.labels(method, endpoint, str(status)).inc()
    SECONDS.labels(endpoint).observe(seconds)


def text() -> tuple[bytes, str]:
    """All numbers in Prometheus' text format, and its content type."""
    if not os.environ.get(SHARED_FOLDER):
        return generate_latest(), CONTENT_TYPE_LATEST
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return generate_latest(registry), CONTENT_TYPE_LATEST
