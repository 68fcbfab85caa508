"""Hooks: functions to call when somebody leaves, withdraws a consent, is erased, exports their data, signs up, becomes
one of a couple, is signed out, or has something new on the home page.

`exercises` adds its functions in `apps.ready`, because `couples` must not import it; `couples` adds those of its upper
rooms, for what happens below them. They run in the order in which they were added. `left`, `paired`, `withdrawn`,
`counselor_ended` and `erased` run inside the transaction of the act; what must wait for its commit (broadcasts, closing
sockets) uses `transaction.on_commit`.
"""

from collections.abc import Callable, Iterable
from typing import Any, Final
from uuid import UUID

left: Final[list[Callable[[Any], None]]] = []
"""Called with the Couple that has just ended. They close its streams, so that a late command is refused."""
withdrawn: Final[list[Callable[[Any], None]]] = []
"""Called with the Counseling that ended or lost a consent. Open sockets check their access again."""
counselor_ended: Final[list[Callable[[UUID], None]]] = []
"""Called with the id of a person who may do nothing as a counselor any more, though links and consents are there."""
erased: Final[list[Callable[[UUID], None]]] = []
"""Called with the id of a person who is being erased. They delete what is only that person's."""
exported: Final[list[Callable[[Any], dict[str, Any]]]] = []
"""Called with the User who downloads their data. They return sections by name: JSON, own and shared data only."""
exported_privately: Final[list[Callable[[Any], dict[str, Any]]]] = []
"""The same for private data. Called with the OpenStore, if the person asked for it and their pages are unlocked."""
rekeyed: Final[list[Callable[[Any], None]]] = []
"""Called with two OpenStores, before and after, in the transaction that gives private pages another key."""
home_changed: Final[list[Callable[[Iterable[UUID]], None]]] = []
"""Called with the ids of people on whose home page something may have changed. Their open pages look again."""
signed_up: Final[list[Callable[[tuple[Any, str]], None]]] = []
"""Called with a User who has just made their account, and the path of the page to which they were on their way."""
paired: Final[list[Callable[[Iterable[Any]], None]]] = []
"""Called with the two Users of a couple that is being made, in the transaction that makes it."""
signed_out: Final[list[Callable[[UUID], None]]] = []
"""Called with the id of a person some of whose sign-ins ended. Open sockets check their access again."""


def tell(listeners: list[Callable[..., Any]], about: Any) -> list[Any]:
    """Call each listener and return their results in order."""
    return [listener(about) for listener in listeners]
