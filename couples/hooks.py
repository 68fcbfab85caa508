"""What happens elsewhere when somebody leaves, withdraws a consent, is erased, exports, or is signed out.

`couples` does not know who listens: `exercises` fills these lists in `apps.ready`, the one inversion in this house.
Each function runs in the order in which it was added. `left`, `withdrawn` and `erased` run inside the transaction
of the act; what must wait for its commit (announcing, closing sockets) uses `transaction.on_commit`.
"""

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

left: Final[list[Callable[[Any], None]]] = []
"""Given the Couple, which has just ended: close its streams, so that a decision taken before loses the race."""
withdrawn: Final[list[Callable[[Any], None]]] = []
"""Given the Counseling, whose counselor may see less than before, or was unlinked: open sockets look again."""
erased: Final[list[Callable[[UUID], None]]] = []
"""A person is being erased: delete what is theirs alone."""
exported: Final[list[Callable[[Any], dict[str, Any]]]] = []
"""Given the User, who downloads their data: sections by name, JSON-able, own data and shared items only."""
exported_privately: Final[list[Callable[[Any], dict[str, Any]]]] = []
"""The same for what nobody else may know of; asked only when ticked, and the lock of the private pages is open."""
signed_out: Final[list[Callable[[UUID], None]]] = []
"""Some or all sign-ins of a person have ended (sign out, password, deactivation): open sockets look again."""


def tell(listeners: list[Callable[..., Any]], about: Any) -> list[Any]:
    """Call each listener; their answers in order."""
    return [listener(about) for listener in listeners]
