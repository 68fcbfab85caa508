"""What the couples say, over and over: a command that the partner sees each time. Knows screens, but no server."""

import re
from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import uuid4

from benchmarks.client import Client
from benchmarks.couples import THREAD
from benchmarks.tally import Frame


def command(name: str, visit: int, fields: Mapping[str, Any]) -> Frame:
    return {"type": "command", "id": str(uuid4()), "visit": visit, "name": name, "fields": fields}


class PauseAndGoOn:
    """One partner pauses and goes on, then the other: the shortest way through everything. No key is used.

    Only whoever paused can go on, so a pause from an earlier run is first ended by that partner.
    """

    exercise: ClassVar = "see-feel-need-ask"
    in_a_row: ClassVar = 2

    def first(self, client: Client) -> int:
        if not self._is_paused(client):
            return 0
        return 1 if self._is_paused_here(client) else 3

    def next(self, number: int, client: Client) -> Frame:
        return command("resume" if self._is_paused(client) else "pause", 1, {})

    def shown(self, sent: Frame, client: Client, frame: Frame) -> bool:
        wanted: bool = sent["name"] == "pause"
        return self._is_paused(client) == wanted

    def _is_paused(self, client: Client) -> bool:
        """From what is on the screen: the view, or that nobody can pause. Only whoever paused is offered to go on."""
        if client.screen["view"] is not None:
            return bool(client.screen["view"]["paused"])
        return 'data-command="pause"' not in client.screen["parts"]["room"]

    def _is_paused_here(self, client: Client) -> bool:
        if client.screen["view"] is not None:
            return bool(client.screen["view"]["paused_by_me"])
        return 'data-command="resume"' in client.screen["parts"]["room"]


class SayWords:
    """Two at the table, who reply to each other: words that are sealed, opened and shown to both.

    The thread grows with each turn, and the screen with it.
    """

    exercise: ClassVar = THREAD
    in_a_row: ClassVar = 1

    def first(self, client: Client) -> int:
        return 0

    def next(self, number: int, client: Client) -> Frame:
        name = "reply" if self._may_reply(client) else "ask"
        return command(name, self._visit(client), {"words": f"Words, {uuid4().hex}"})

    def shown(self, sent: Frame, client: Client, frame: Frame) -> bool:
        return sent["fields"]["words"] in str(frame)

    def _may_reply(self, client: Client) -> bool:
        """Whether the partner was the last to say something."""
        if client.screen["view"] is not None:
            return any(one["name"] == "reply" for one in client.screen["view"]["commands"])
        return 'data-command="reply"' in client.screen["parts"]["mine"]

    def _visit(self, client: Client) -> int:
        if client.screen["view"] is not None:
            return int(client.screen["view"]["visit"])
        found = re.search(r'data-visit="(\d+)"', client.screen["parts"]["room"])
        return int(found[1]) if found else 0


ACTS: dict[str, type[PauseAndGoOn] | type[SayWords]] = {"pause": PauseAndGoOn, "words": SayWords}
