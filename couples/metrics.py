"""What is counted for the operator's monitoring: how much, how long and how well, never who or what about.

Each label has few values, which are written in the code. Of private pages, help and leaving nothing is counted at all
(config/measured.py), and of the process nothing is said that would show when somebody opens private pages.
"""

from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

REGISTRY: Final = CollectorRegistry()
REQUESTS: Final = Histogram(
    "counterpoint_request_seconds",
    "Requests by part of the site and class of their status, and how long the visitor waited.",
    ["area", "status"],
    buckets=(0.025, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
    registry=REGISTRY,
)
COMMANDS: Final = Counter(
    "counterpoint_commands", "Commands in sessions, by what came of them.", ["outcome"], registry=REGISTRY
)
SOCKETS: Final = Gauge("counterpoint_open_sockets", "Open live connections.", registry=REGISTRY)
LAYER_UP: Final = Gauge(
    "counterpoint_layer_up",
    "1; 0 while Redis does not answer the live connections of this process.",
    registry=REGISTRY,
)
LAYER_UP.set(1)
DUTY_ENDED: Final = Gauge(
    "counterpoint_duty_last_success_timestamp_seconds",
    "When this process last carried out the duty.",
    ["duty"],
    registry=REGISTRY,
)
DUTY_SECONDS: Final = Gauge(
    "counterpoint_duty_last_seconds", "How long it took the last time.", ["duty"], registry=REGISTRY
)
DUTY_FAILURES: Final = Counter(
    "counterpoint_duty_failures", "How often it failed, or was late.", ["duty"], registry=REGISTRY
)
MAILS: Final = Counter(
    "counterpoint_mails",
    "Mails by what came of an attempt: sent, failed, lost, withdrawn.",
    ["outcome"],
    registry=REGISTRY,
)
SECURITY: Final = Counter(
    "counterpoint_security_events", "Lines of the security log, by kind.", ["kind"], registry=REGISTRY
)
