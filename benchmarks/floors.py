"""The two floors as subjects of a run: how to start them, where to connect, what to send."""

from contextlib import AbstractContextManager
from typing import Any, ClassVar
from uuid import uuid4

from benchmarks.client import Client, Endpoint
from benchmarks.servers import Served, serving


class EchoAct:
    """Any command; the frame that names it is its effect."""

    in_a_row: ClassVar = 1

    def first(self, client: Client) -> int:
        return 0

    def next(self, number: int, client: Client) -> dict[str, Any]:
        return {"type": "command", "id": str(uuid4())}

    def shown(self, command: dict[str, Any], client: Client, frame: dict[str, Any]) -> bool:
        return bool(frame["of"] == command["id"])


class Floor:
    """Floor "a", "b" or "lossy", in two processes."""

    act = EchoAct
    processes = 2
    frames = "echo"

    def __init__(self, letter: str, redis_url: str, frame_bytes: int) -> None:
        self.name = f"Floor {letter.upper()}"
        self.app = f"benchmarks.floor_{letter}:app"
        self.env = {"REDIS_URL": redis_url, "FLOOR_BYTES": str(frame_bytes)}

    def serve(self) -> AbstractContextManager[Served]:
        return serving(self.app, self.processes, self.env)

    def endpoints(self, pair: int, ports: list[int]) -> tuple[Endpoint, Endpoint]:
        """Partners are never served by the same process; who has which changes from pair to pair."""
        first, second = (
            Endpoint(f"ws://127.0.0.1:{port}/ws/{pair}/", "echo") for port in (ports[0], ports[-1])
        )
        return (first, second) if pair % 2 else (second, first)
