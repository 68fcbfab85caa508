"""Runs the duties as one server process does, but in the test's own thread, where its transaction is seen."""

from __future__ import annotations

from couples import duties, tick


def run() -> dict[str, int | None]:
    """Run every duty once and return their results; None for a duty that failed in the database."""
    return {name: duties.run(name, duty) for name, duty in tick.DUTIES}
