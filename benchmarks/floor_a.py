"""Floor A: a bare Channels consumer over the channels_redis core layer, as in its tutorial. Nothing is tuned."""

import os

from benchmarks.floor import application

# The stock capacity (100 for all sockets of a process together) drops messages silently when 200 couples act
# at once, and a floor that loses messages is no floor: raised. Time-out and pool size are set as the app sets them.
app = application(
    {
        "BACKEND": "channels_redis.core.RedisChannelLayer",
        "CONFIG": {
            "hosts": [{"address": os.environ["REDIS_URL"], "socket_timeout": None, "max_connections": 10000}],
            "capacity": 10000,
        },
    }
)
