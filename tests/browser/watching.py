"""Listens to everything a browser complains about while people use it. Forgives only what a test names beforehand."""

import re
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Frame, Page, Request, WebSocket

LISTEN = """
document.addEventListener("securitypolicyviolation", (event) =>
    window.heardViolation(`${event.violatedDirective} by ${event.blockedURI} ${event.sample}`));
"""


class Watch:
    """What went wrong in one person's browser, and everything the server told it."""

    def __init__(self, name: str, context: BrowserContext) -> None:
        self.name = name
        self.wrong: list[str] = []
        self.received: list[str] = []
        self.forgiven: list[str] = []
        self.is_live = False
        context.expose_binding("heardViolation", lambda _source, said: self.wrong.append(f"CSP: {said}"))
        context.add_init_script(LISTEN)
        context.on("page", self._attend)

    def forgive(self, pattern: str) -> None:
        """From here on a complaint that this expression finds is part of the story."""
        self.forgiven.append(pattern)

    def complaints(self) -> list[str]:
        return [f"{self.name}: {said}" for said in self.wrong if not self._is_forgiven(said)]

    def _is_forgiven(self, said: str) -> bool:
        return any(re.search(pattern, said) for pattern in self.forgiven)

    def _attend(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.wrong.append(f"page error: {error}"))
        page.on("request", self._request)
        page.on("websocket", self._socket)
        page.on("framenavigated", self._navigated)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning", "assert"):
            self.wrong.append(f"console {message.type}: {message.text}")

    def _request(self, request: Request) -> None:
        host = urlsplit(request.url).hostname or ""
        if not request.url.startswith("data:") and not host.endswith("localhost"):
            self.wrong.append(f"a request to {host}")

    def _navigated(self, _frame: Frame) -> None:
        self.is_live = False

    def _socket(self, socket: WebSocket) -> None:
        socket.on("framereceived", self._frame)

    def _frame(self, frame: str | bytes) -> None:
        self.is_live = True
        self.received.append(str(frame))
