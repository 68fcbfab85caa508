"""Counterpoint on a machine whose clock is wrong by SHIFT seconds, for everything that asks Python for the time.

It needs no library that has to be installed: the house asks only these two, which `test_clocks` checks.
"""

import os
import time
from datetime import timedelta

from django.utils import timezone

SHIFT = float(os.environ["SHIFT"])
now, seconds = timezone.now, time.time
vars(time)["time"] = lambda: seconds() + SHIFT
vars(timezone)["now"] = lambda: now() + timedelta(seconds=SHIFT)

from config.asgi import application  # noqa: E402

__all__ = ["application"]
