"""nginx as deploy/nginx configures it, in front of processes, on ports of this machine."""

from __future__ import annotations

import http.client
import os
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import Message
from pathlib import Path

from scripts import machine, nginx
from tests.servers import App, free_port

HTTPS = {"HTTPS": "1", "TRUSTED_PROXIES": "127.0.0.1"}
"""The environment of a process behind it."""


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Message
    content: bytes


class Front(App):
    """Where visitors connect. `plain`: the port that sends them to HTTPS."""

    cookie_prefix = "__Host-"

    def __init__(self, folder: Path, apps: Sequence[App]) -> None:
        folder.mkdir()
        self.folder, self.behind, self.plain, port = folder, list(apps), free_port(), free_port()
        ports = [*(app.port for app in apps), free_port()][:2]
        command = [machine.nginx(), *nginx.configured(folder, self.plain, port, ports)]
        super().__init__(command, port, os.environ, folder / "said")
        self.tls = ssl._create_unverified_context()  # the certificate is of this run

    def asked(
        self, path: str, *, is_plain: bool = False, body: bytes | None = None, **headers: str
    ) -> Answer:
        """Return the answer to one request, of a connection of its own."""
        line: http.client.HTTPConnection = (
            http.client.HTTPConnection("localhost", self.plain, timeout=10)
            if is_plain
            else http.client.HTTPSConnection("localhost", self.port, timeout=10, context=self.tls)
        )
        line.request("GET" if body is None else "POST", path, body, headers)
        answer = line.getresponse()
        read = Answer(answer.status, answer.headers, answer.read())
        line.close()
        return read

    def written(self) -> str:
        """What stands in all of its files."""
        files = (path for path in self.folder.rglob("*") if path.is_file() and path.suffix in (".log", ""))
        return "\n".join(path.read_text(errors="replace") for path in files if path.name != "nginx")
