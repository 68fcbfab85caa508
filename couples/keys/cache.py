"""A cache of unwrapped data keys in this process. It never returns a key of another epoch."""

from uuid import UUID

from couples.keys.recently_used import RecentlyUsed


class RememberedKeys:
    """One key for each person, valid for one epoch only: `most` of them, and those of pinned people."""

    def __init__(self, most: int) -> None:
        self._keys: RecentlyUsed[UUID, tuple[int, bytes]] = RecentlyUsed(most)
        self.pin, self.unpin, self.forget = self._keys.pin, self._keys.unpin, self._keys.forget

    def get(self, person: UUID, epoch: int) -> bytes | None:
        remembered_epoch, key = self._keys.get(person) or (None, b"")
        if remembered_epoch != epoch:
            self.forget(person)
            return None
        return key

    def put(self, person: UUID, epoch: int, key: bytes) -> None:
        self._keys.put(person, (epoch, key))
