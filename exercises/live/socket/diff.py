"""The frames that one connection is sent: only what differs from what it was sent last.

Pure, so that the secrecy property can compare every frame.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Frame = dict[str, Any]


@dataclass
class Diff:
    """What a connection has been sent so far. `revision` counts its screens, from 1.

    `whole`: the JSON protocol sends the whole view, the HTML protocol only the parts that changed.
    """

    whole: bool
    revision: int = 0
    last: dict[str, Any] = field(default_factory=dict)
    _presence: str | None = None

    def screen(self, screen: Mapping[str, Any]) -> list[Frame]:
        """Return the frame for this screen (HTML: part name → markup; JSON: the view), or none if it is unchanged."""
        if dict(screen) == self.last:
            return []
        changed = screen if self.whole else {k: v for k, v in screen.items() if self.last.get(k) != v}
        self.last = dict(screen)
        self.revision += 1
        return [
            {"type": "screen", "revision": self.revision, "view" if self.whole else "parts": dict(changed)}
        ]

    def accepted(self, command_id: str, screen: Mapping[str, Any]) -> list[Frame]:
        """Return the acknowledgement, which names the first revision that shows the effect, and that screen."""
        frames = self.screen(screen)
        return [{"type": "accepted", "id": command_id, "revision": self.revision}, *frames]

    def refused(self, command_id: str, code: str, message: str, fields: Mapping[str, str]) -> list[Frame]:
        return [
            {"type": "refused", "id": command_id, "code": code, "message": message, "fields": dict(fields)}
        ]

    def presence(self, partner: str | None) -> list[Frame]:
        """Return a frame when the presence changes. `partner` is here, not_here, or None until both have entered."""
        if partner is None or partner == self._presence:
            return []
        self._presence = partner
        return [{"type": "presence", "partner": partner}]
