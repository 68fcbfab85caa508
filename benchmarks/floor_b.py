"""Floor B: the same consumer over one Redis subscription per process. About the least that two processes cost."""

import os

from benchmarks.floor import application

LAYER = "benchmarks.one_subscription.OneSubscription"
app = application({"BACKEND": LAYER, "CONFIG": {"url": os.environ["REDIS_URL"]}})
