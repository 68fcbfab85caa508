"""Floor B: the same consumer over one Redis subscription per process. About the least that two processes cost."""

from benchmarks.floor import ONE_SUBSCRIPTION, application

app = application(ONE_SUBSCRIPTION)
