"""The two partners of a session, its observers, and `Pair`: one value for each partner."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import ClassVar, Generic, TypeVar

T = TypeVar("T")
U = TypeVar("U")


class Partner(Enum):
    """One of the two; the same person is the same letter in every session of the couple."""

    A = "a"
    B = "b"

    @property
    def other(self) -> Partner:
        return Partner.B if self is Partner.A else Partner.A

    @property
    def voice(self) -> str:
        """The CSS class of this person on all screens: v1 or v2."""
        return "v1" if self is Partner.A else "v2"


@dataclass(frozen=True)
class Observer:
    """A viewer who is not one of the partners: a counselor, or nobody in particular, without an `id`.

    She sees how far the session is, and nothing that was said, unless she `reads` what is open to both.
    """

    id: str = ""
    reads: bool = False
    value: ClassVar[str] = "o"
    """Used like a partner's letter, for all observers of a session."""


Viewer = Partner | Observer
Author = Partner | Observer
"""Who does something in a session. A counselor is `Observer(id)` there, whatever she reads."""


def written(author: Author) -> str:
    """Return how events and their keys name this person: a partner by letter, a counselor by id."""
    return author.value if isinstance(author, Partner) else author.id


def author_of(name: str) -> Author:
    """Return who is named so. Law: `author_of(written(x)) == x`."""
    return Partner(name) if name in ("a", "b") else Observer(name)


@dataclass(frozen=True)
class Pair(Generic[T]):
    """One value for each partner. Laws: `p.put(x, v).of(x) == v`; `p.put(x, v).of(x.other) == p.of(x.other)`."""

    a: T
    b: T

    def of(self, partner: Partner) -> T:
        return self.a if partner is Partner.A else self.b

    def put(self, partner: Partner, value: T) -> Pair[T]:
        return Pair(value, self.b) if partner is Partner.A else Pair(self.a, value)

    def map(self, change: Callable[[T], U]) -> Pair[U]:
        return Pair(change(self.a), change(self.b))

    def __iter__(self) -> Iterator[T]:
        yield self.a
        yield self.b


def neither() -> Pair[bool]:
    """Return False for both partners."""
    return Pair(False, False)
