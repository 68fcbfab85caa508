"""The ASGI application: pages over HTTP, live sessions over WebSocket. Does not start with unsafe settings."""

import gc
import os
import warnings
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from django.core.asgi import get_asgi_application
from django.core.exceptions import ImproperlyConfigured

try:
    pages: Any = get_asgi_application()  # before anything that needs the models
except ImproperlyConfigured as unusable:
    raise SystemExit(str(unusable)) from None

from channels.routing import ProtocolTypeRouter, URLRouter
from django.conf import settings
from django.core.checks import Tags, run_checks
from django.urls import path
from prometheus_client import start_http_server

from couples import metrics, tick
from couples.mail_queue import sender
from exercises.live.socket import entrance
from exercises.live.socket.consumer import SessionConsumer
from exercises.live.socket.entrance import Entrance
from exercises.live.socket.home import HomeConsumer

from . import migrated
from .edge.bodies import Bodies
from .edge.proxies import Forwarded
from .edge.steady import Steady
from .health import Health
from .measured import CountedSockets, Measured
from .origin import OwnPagesOnly

if wrong := [message for message in run_checks(tags=[Tags.security]) if message.is_serious()]:
    raise SystemExit("\n".join(str(message) for message in wrong))
if settings.STARTS_ONLY_MIGRATED and (missing := migrated.whats_missing()):
    raise SystemExit(missing)

# WhiteNoise hands out files in the old way, which Django says about the first one of each process.
warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous iterators")

addresses = ("ws/sessions/<uuid:session_id>/", "ws/home/")
finding = entrance.finding(URLRouter([path(address, entrance.found) for address in addresses]))
live = Entrance(finding, SessionConsumer.as_asgi(), HomeConsumer.as_asgi())
requests = Measured(Bodies(Steady(pages, settings.ANSWER_STEP)))
sockets = OwnPagesOnly(CountedSockets(live))
application = Health(Forwarded(ProtocolTypeRouter({"http": requests, "websocket": sockets})))
if settings.METRICS_PORT:
    try:
        start_http_server(settings.METRICS_PORT, "127.0.0.1", registry=metrics.REGISTRY)
    except (OSError, OverflowError) as refused:
        raise SystemExit(f"METRICS_PORT={settings.METRICS_PORT} can't be used: {refused}.") from None
if settings.EMAIL_BACKEND == "couples.mail_queue.backend.Queue":
    sender.run_in_background()
tick.run_in_background(settings.TICK_SECONDS)
tick.run_in_background(settings.OWN_DUTIES_SECONDS, tick.OWN_DUTIES)

# What the process has loaded stays until its end: the collector need not look through it, nor after every few requests.
gc.collect()
gc.freeze()
gc.set_threshold(10_000, 20, 20)
