"""Counterpoint in which everything that reads the session SLOW takes SECONDS, as a query that goes wrong does.

While there is a file HELD it takes until that is gone: when one waits for that, there is a file HELD.waits.
"""

import os
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from uuid import UUID

from config.asgi import application
from exercises.live.access import StreamAccess
from exercises.live.store import several as streams_of_several

__all__ = ["application"]
states = streams_of_several.states
held = Path(os.environ["HELD"])


def slow(several: Iterable[StreamAccess]) -> dict[UUID, Any]:
    asked = list(several)
    if any(str(one.stream) == os.environ["SLOW"] for one in asked):
        time.sleep(float(os.environ["SECONDS"]))
        while held.exists():
            held.with_suffix(".waits").touch()
            time.sleep(0.05)
    return states(asked)


vars(streams_of_several)["states"] = slow
