"""Every step kind, listed by hand. A new kind is one module, one name here, one template and one test."""

from __future__ import annotations

from typing import Final

from ..kind import StepKind
from .answer import ANSWER
from .arrival import ARRIVAL
from .closing import CLOSING
from .listening_turns import LISTENING_TURNS
from .negotiation import NEGOTIATION
from .perception import PERCEPTION
from .private_reflection import PRIVATE_REFLECTION
from .swap import SWAP

STEP_KINDS: Final[dict[str, StepKind]] = {
    kind.name: kind
    for kind in (
        ARRIVAL,
        PRIVATE_REFLECTION,
        PERCEPTION,
        LISTENING_TURNS,
        ANSWER,
        SWAP,
        NEGOTIATION,
        CLOSING,
    )
}
