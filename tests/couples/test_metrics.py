"""What is counted says how much and how well, never who: every label has few values, which stand in the code."""

from contextlib import suppress
from typing import Final

import pytest

from config.measured import AREAS
from couples import metrics, security_log, tick
from couples.mail_queue import sender
from couples.security_log import Kind
from exercises.core.text import Refused, say
from exercises.live import outcomes
from exercises.live.access import AccessDenied
from exercises.live.database_threads import TROUBLE

LABELS: Final = {
    "counterpoint_request_seconds": {"area", "status"},
    "counterpoint_commands": {"outcome"},
    "counterpoint_open_sockets": set(),
    "counterpoint_layer_up": set(),
    "counterpoint_duty_last_success_timestamp_seconds": {"duty"},
    "counterpoint_duty_last_seconds": {"duty"},
    "counterpoint_duty_failures": {"duty"},
    "counterpoint_mails": {"outcome"},
    "counterpoint_security_events": {"kind"},
}


def value(name: str, **labels: str) -> float:
    return metrics.REGISTRY.get_sample_value(name, labels) or 0.0


def test_nothing_is_counted_by_person_and_nothing_of_the_process() -> None:
    security_log.note(Kind.PASSWORD_FAILED)
    metrics.MAILS.labels("sent").inc()
    known = {
        "area": {area for _begins, area in AREAS} | {"other"},
        "status": {f"{number}xx" for number in range(1, 6)},
        "outcome": {"sent", "failed", "lost", "accepted", "denied", "not_stored", "moved_on"},
        "duty": {name for name, _duty in (*tick.DUTIES, *tick.OWN_DUTIES)} | {sender.NAME},
        "kind": {kind.value for kind in Kind},
    }
    found = {metric.name: metric.samples for metric in metrics.REGISTRY.collect()}
    assert set(found) == set(LABELS)
    for name, samples in found.items():
        for sample in samples:
            assert set(sample.labels) - {"le"} == LABELS[name]
            assert all(sample.labels[label] in known[label] for label in LABELS[name] - {"outcome", "duty"})
    assert value("counterpoint_security_events_total", kind="password_failed") >= 1


@pytest.mark.parametrize(
    ("outcome", "trouble"),
    [
        ("accepted", None),
        ("moved_on", Refused("moved_on", say("Gone on."))),
        ("denied", AccessDenied(4404)),
        ("not_stored", TROUBLE[0]("somebody's words")),
    ],
)
def test_each_command_is_counted_by_what_came_of_it(outcome: str, trouble: Exception | None, caplog) -> None:
    before = value("counterpoint_commands_total", outcome=outcome)
    caplog.set_level("WARNING", logger="exercises.live.outcomes")
    with suppress(Refused, AccessDenied, *TROUBLE), outcomes.counted():
        if trouble:
            raise trouble
    assert value("counterpoint_commands_total", outcome=outcome) == before + 1
    lines = [(record.message, record.kind) for record in caplog.records]
    assert lines == ([("command_not_stored", "OperationalError")] if outcome == "not_stored" else [])
