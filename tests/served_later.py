"""The settings of a server process for which LATER_DAYS days more have passed, as its database agrees."""

import os
import time
from datetime import timedelta

from django.utils import timezone

from couples import clock
from tests.served import *  # noqa: F403

_passed, _time, _now = timedelta(days=int(os.environ["LATER_DAYS"])), time.time, timezone.now
time.time = lambda: _time() + _passed.total_seconds()
timezone.now = lambda: _now() + _passed
clock.ahead = timedelta
