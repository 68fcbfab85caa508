"""The echo of both floors: a command in, an answer and one frame to each partner. It stores and renders nothing."""

import json
import os
from typing import Any

from channels.generic.websocket import AsyncWebsocketConsumer
from channels.routing import URLRouter
from django.conf import settings
from django.urls import re_path

ONE_SUBSCRIPTION = {
    "BACKEND": "benchmarks.one_subscription.OneSubscription",
    "CONFIG": {"url": os.environ.get("REDIS_URL", "")},
}


class Echo(AsyncWebsocketConsumer):
    """A bare Channels consumer. Its broadcast carries the command's id and no content: the least a layer can do."""

    body = "x" * int(os.environ.get("FLOOR_BYTES", "3000"))

    async def connect(self) -> None:
        self.room = self.scope["url_route"]["kwargs"]["room"]
        self.revision = 0
        await self.channel_layer.group_add(self.room, self.channel_name)
        await self.accept(self.scope["subprotocols"][0] if self.scope["subprotocols"] else None)
        await self.show("")

    async def disconnect(self, code: int) -> None:
        await self.channel_layer.group_discard(self.room, self.channel_name)

    async def receive(self, text_data: str = "", bytes_data: bytes | None = None) -> None:
        command = json.loads(text_data)
        answer = {"type": "accepted", "id": command["id"], "revision": self.revision + 1}
        await self.send(text_data=json.dumps(answer))
        await self.channel_layer.group_send(self.room, {"type": "changed", "of": command["id"]})

    async def changed(self, hint: dict[str, Any]) -> None:
        await self.show(hint["of"])

    async def show(self, of: str) -> None:
        self.revision += 1
        frame = {"type": "screen", "revision": self.revision, "of": of, "body": self.body}
        await self.send(text_data=json.dumps(frame))


def application(layer: dict[str, Any], consumer: type[Echo] = Echo) -> URLRouter:
    """The ASGI application of a floor: Django settings with nothing in them but the channel layer."""
    settings.configure(CHANNEL_LAYERS={"default": layer})
    return URLRouter([re_path(r"^ws/(?P<room>[0-9]+)/$", consumer.as_asgi())])
