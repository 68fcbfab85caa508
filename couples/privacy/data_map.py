"""What is stored about whom: for each kind of row, in whose export it is, and how an erasure ends it.

Export and erasure read this map, and a test holds that no kind of row is missing from it. It knows no row itself.
`exercises` adds its own kinds when it starts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final

from django.apps import apps
from django.db.models import Model, Q


class Export(Enum):
    """In whose download it is."""

    OWN = "own: in every download"
    SHARED = "both partners see it: in every download of either"
    PRIVATE = "nobody else may know: only when ticked, with the lock of the private pages open"
    WORDS = "words in sessions and ledgers: a part of its own, author by author"
    NOT = "nothing in it says more about a person than the rest does"


class Erasure(Enum):
    """How it ends."""

    DELETED = "deleted"
    EMPTIED = "stays as a row, without what it said or whom it named"
    STAYS = "stays as it is, for it is the other's too and says nothing by itself"
    NOBODYS = "is about nobody"


@dataclass(frozen=True)
class Entry:
    """`people`: lookups from such a row to the persons in it; `whose`: those by whom it is theirs (all, if not said);
    `fields`: what is exported of it."""

    model: str
    export: Export
    erasure: Erasure
    people: tuple[str, ...] = ()
    whose: tuple[str, ...] | None = None
    fields: tuple[str, ...] = ()
    why: str = ""

    @property
    def kind(self) -> type[Model] | None:
        """The model, where its app is installed."""
        app, name = self.model.split(".")
        try:
            return apps.get_model(app, name)
        except LookupError:
            return None

    def rows(self, person: Any) -> Any:
        """The rows that are this person's."""
        return self._by(person, self.people if self.whose is None else self.whose)

    def about(self, person: Any) -> Any:
        """The rows that this person is in, whosever they are."""
        return self._by(person, self.people)

    def _by(self, person: Any, lookups: tuple[str, ...]) -> Any:
        assert self.kind is not None
        theirs = Q(pk__in=[])
        for lookup in lookups:
            theirs |= Q(**{lookup: person})
        found = self.kind._default_manager.filter(theirs)
        return self.kind._default_manager.filter(pk__in=found.values("pk"))


_map: Final[dict[str, Entry]] = {}


def add(entries: Iterable[Entry]) -> None:
    _map.update({entry.model: entry for entry in entries})


def entries() -> list[Entry]:
    """Every kind of row whose app is installed."""
    return [entry for entry in _map.values() if entry.kind is not None]


def of(model: str) -> Entry | None:
    return _map.get(model)


OWN, SHARED, PRIVATE, WORDS, NOT = Export
DELETED, EMPTIED, STAYS, NOBODYS = Erasure
_OF_THE_COUPLE: Final = ("couple__memberships__user",)

add([
    Entry("couples.User", OWN, EMPTIED, ("pk",), fields=("name", "email", "created_at", "is_adult_confirmed_at"),
          why="A tombstone stays as the author of what was."),
    Entry("couples.User_groups", NOT, DELETED, ("user",)),
    Entry("couples.User_user_permissions", NOT, DELETED, ("user",)),
    Entry("couples.PersonKey", NOT, DELETED, ("person",), why="Destroyed first; with it goes what it closed."),
    Entry("couples.Couple", SHARED, STAYS, ("memberships__user",), fields=("created_at", "ended_at")),
    Entry("couples.Membership", PRIVATE, STAYS, ("user",), fields=("joined_at", "leaves_on"),
          why="Its day of leaving is nobody else's business; it is emptied with the leaving."),
    Entry("couples.Invitation", PRIVATE, DELETED, ("inviter", "accepted_by"), whose=("inviter",),
          fields=("created_at", "expires_at")),
    Entry("couples.Meeting", SHARED, DELETED, ("suggested_by", *_OF_THE_COUPLE), whose=("suggested_by",),
          fields=("starts_at", "state")),
    Entry("couples.MeetingMail", PRIVATE, DELETED, ("person",), fields=("sent_at",)),
    Entry("couples.CounselorInvitation", NOT, DELETED, why="By its address; hashes and dates otherwise."),
    Entry("couples.CounselorProfile", OWN, DELETED, ("user",), fields=("practice", "confidences")),
    Entry("couples.Counseling", SHARED, STAYS, ("counselor", *_OF_THE_COUPLE), whose=("counselor",),
          fields=("linked_at", "ended_at"), why="Ended; it names a tombstone."),
    Entry("couples.CounselingAcceptance", PRIVATE, STAYS, ("person",), fields=("accepted_at", "confidences_version"),
          why="Free of content: it shows the counselor that reading was allowed."),
    Entry("couples.Consent", PRIVATE, STAYS, ("person",), fields=("scope", "version", "given_at", "withdrawn_at"),
          why="Withdrawn and free of content: it shows the counselor that reading was allowed."),
    Entry("couples.AccessRecord", SHARED, STAYS, ("reader", *_OF_THE_COUPLE), whose=("reader",),
          fields=("what", "role", "at"), why="It is the couple's, and names a tombstone."),
    # Of Django
    Entry("auth.Group", NOT, NOBODYS),
    Entry("auth.Group_permissions", NOT, NOBODYS),
    Entry("auth.Permission", NOT, NOBODYS),
    Entry("contenttypes.ContentType", NOT, NOBODYS),
    Entry("admin.LogEntry", NOT, EMPTIED, ("user",), why="The operator's own acts; names in it are taken out."),
    Entry("sessions.Session", NOT, DELETED, why="Found by what is sealed in it."),
    # Of allauth
    Entry("account.EmailAddress", OWN, DELETED, ("user",), fields=("email", "verified")),
    Entry("account.EmailConfirmation", NOT, DELETED, ("email_address__user",)),
    Entry("mfa.Authenticator", PRIVATE, DELETED, ("user",), fields=("type", "created_at", "last_used_at")),
    Entry("usersessions.UserSession", PRIVATE, DELETED, ("user",),
          fields=("created_at", "last_seen_at", "user_agent", "ip")),
])  # fmt: skip
