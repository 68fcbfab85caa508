"""The data map: for each model, whose data it is, in which export it is, and what an erasure does with it.

Export and erasure work from this map. A test checks that no model is missing. `exercises` adds its models at start.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final

from django.apps import apps
from django.db.models import Model, Q


class Export(Enum):
    """In which export the rows are."""

    OWN = "own: in every export of this person"
    SHARED = "both partners can see it: in the exports of both"
    PRIVATE = "nobody else may know: only on request, with the private pages unlocked"
    WORDS = "text in sessions and ledgers: exported in its own section, by author"
    NOT = "not exported: it says nothing about a person that the rest does not"


class Erasure(Enum):
    """What an erasure does with the rows."""

    DELETED = "deleted"
    EMPTIED = "the row stays, without content or names"
    STAYS = "stays unchanged: it is someone else's too and says nothing about the erased person"
    NOBODYS = "is not about a person"


@dataclass(frozen=True)
class Entry:
    """`people`: lookups from a row to the people it mentions. `whose`: the lookups to its owners, default all of them.
    `fields`: what is exported."""

    model: str
    export: Export
    erasure: Erasure
    people: tuple[str, ...] = ()
    whose: tuple[str, ...] | None = None
    fields: tuple[str, ...] = ()
    why: str = ""

    @property
    def kind(self) -> type[Model] | None:
        """The model, or None if its app is not installed."""
        app, name = self.model.split(".")
        try:
            return apps.get_model(app, name)
        except LookupError:
            return None

    def rows(self, person: Any) -> Any:
        """Return the rows that this person owns."""
        return self._by(person, self.people if self.whose is None else self.whose)

    def about(self, person: Any) -> Any:
        """Return all rows that mention this person."""
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
    """Add models to the map."""
    _map.update({entry.model: entry for entry in entries})


def entries() -> list[Entry]:
    """Return the entries whose app is installed."""
    return [entry for entry in _map.values() if entry.kind is not None]


def of(model: str) -> Entry | None:
    """Return the entry of this model, named as "app.Model"."""
    return _map.get(model)


OWN, SHARED, PRIVATE, WORDS, NOT = Export
DELETED, EMPTIED, STAYS, NOBODYS = Erasure
_OF_THE_COUPLE: Final = ("couple__memberships__user",)

add([
    Entry("couples.User", OWN, EMPTIED, ("pk",), fields=("name", "email", "created_at", "is_adult_confirmed_at"),
          why="The row stays, without personal data, as the author of earlier events."),
    Entry("couples.DelayedChange", PRIVATE, DELETED, ("user",), fields=("kind", "counts_from"),
          why="What it is, or that it was cancelled, is sealed; it is exported once it counts."),
    Entry("couples.User_groups", NOT, DELETED, ("user",)),
    Entry("couples.User_user_permissions", NOT, DELETED, ("user",)),
    Entry("couples.SignIn", PRIVATE, DELETED, ("person",), why="Sealed; exported in a section of its own."),
    Entry("couples.PersonKey", NOT, DELETED, ("person",), why="Destroyed first: what it encrypted is unreadable."),
    Entry("couples.Latest", NOT, STAYS, ("subject",),
          why="A MAC of what the emptied rows say, which shows nothing. What tells of a day is deleted."),
    Entry("couples.StoreLock", NOT, DELETED, ("person",), why="What opens the private pages, sealed."),
    Entry("couples.UnusedNotice", NOT, DELETED, ("person",), why="When they were told that the account is not used."),
    Entry("couples.Couple", SHARED, STAYS, ("memberships__user",), fields=("created_at", "ended_at")),
    Entry("couples.Membership", PRIVATE, STAYS, ("user",), fields=("joined_at", "leaves_on"),
          why="`leaves_on` is private to its owner; leaving empties it."),
    Entry("couples.Invitation", PRIVATE, DELETED, ("inviter", "accepted_by"), whose=("inviter",),
          fields=("created_at", "expires_at")),
    Entry("couples.Meeting", SHARED, DELETED, ("suggested_by", *_OF_THE_COUPLE), whose=("suggested_by",),
          fields=("starts_at", "state")),
    Entry("couples.MeetingMail", PRIVATE, DELETED, ("person",), fields=("sent_at",)),
    Entry("couples.CounselorMeeting", OWN, DELETED, ("counseling__counselor", "counseling__couple__memberships__user"),
          whose=("counseling__counselor",), fields=("starts_at", "is_shown")),
    Entry("couples.CounselorInvitation", NOT, DELETED, why="Found by its address. Else only hashes and dates."),
    Entry("couples.CounselorProfile", OWN, DELETED, ("user",), fields=("practice", "confidences", "response_time")),
    Entry("couples.Counseling", SHARED, STAYS, ("counselor", *_OF_THE_COUPLE), whose=("counselor",),
          fields=("linked_at", "ended_at"),
          why="Ended; it refers to an emptied account. The label is sealed under the counselor's key."),
    Entry("couples.Invitee", PRIVATE, DELETED, ("person", "confirmed"), whose=("person",), fields=("created_at",),
          why="The name in it is sealed under their key. Who confirmed somebody does not notice that they are gone."),
    Entry("couples.CounselingAcceptance", PRIVATE, STAYS, ("person",), fields=("accepted_at", "confidences_version"),
          why="No content; it proves that reading was allowed."),
    Entry("couples.Consent", PRIVATE, STAYS, ("person",), fields=("scope", "version", "given_at", "withdrawn_at"),
          why="Withdrawn, no content; it proves that reading was allowed."),
    Entry("couples.AccessRecord", SHARED, STAYS, ("reader", *_OF_THE_COUPLE), whose=("reader",),
          fields=("what", "role", "at"), why="It belongs to the couple, and refers to an emptied account."),
    Entry("couples.ChainLink", NOT, STAYS, why="A digest of each consent and access record; it shows neither."),
    Entry("couples.QueuedMail", NOT, NOBODYS, why="A mail that is about to leave, sealed; the row does not say whose."),
    Entry("couples.SecurityCount", NOT, NOBODYS, why="Numbers for each hour; nothing says about whom."),
    # Of Django
    Entry("auth.Group", NOT, NOBODYS),
    Entry("auth.Group_permissions", NOT, NOBODYS),
    Entry("auth.Permission", NOT, NOBODYS),
    Entry("contenttypes.ContentType", NOT, NOBODYS),
    Entry("admin.LogEntry", NOT, EMPTIED, ("user",), why="The operator's own acts; names in it are removed."),
    # Of allauth
    Entry("account.EmailAddress", OWN, DELETED, ("user",), fields=("email", "verified")),
    Entry("account.EmailConfirmation", NOT, DELETED, ("email_address__user",)),
    Entry("mfa.Authenticator", PRIVATE, DELETED, ("user",), fields=("type", "created_at", "last_used_at")),
])  # fmt: skip
