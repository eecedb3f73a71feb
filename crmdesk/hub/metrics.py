"""What a hub counts, for Prometheus: of routes and totals, never of anybody."""

from collections.abc import Callable
from dataclasses import asdict

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from crmdesk.hub.keeping import Statistics

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)


class Metrics:
    def __init__(self, listening: Callable[[], float]) -> None:
        self.registry = CollectorRegistry()
        labels = ("method", "route")
        self._asked = Counter(
            "crmdesk_hub_requests", "Requests answered", (*labels, "status"), registry=self.registry
        )  # fmt: skip
        self._took = Histogram(
            "crmdesk_hub_seconds", "Until an answer began", labels, buckets=_SECONDS, registry=self.registry
        )
        Gauge("crmdesk_hub_listening", "Open streams of events", registry=self.registry).set_function(listening)
        self._totals = Gauge("crmdesk_hub_total", "What the hub keeps", ("what",), registry=self.registry)

    def answered(self, method: str, route: str, status: int, seconds: float) -> None:
        self._asked.labels(method, route, status).inc()
        self._took.labels(method, route).observe(seconds)

    def text(self, statistics: Statistics) -> bytes:
        for name, count in asdict(statistics).items():
            self._totals.labels(name).set(count)
        return generate_latest(self.registry)
