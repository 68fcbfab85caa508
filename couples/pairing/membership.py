"""Read current couple membership, tell both of a couple, and lock people while it changes. Creates and ends none."""

from collections.abc import Iterable
from uuid import UUID

from couples import hooks
from couples.accounts.models import User
from couples.pairing.models import Couple, Membership


def couple_of(user: User) -> Couple | None:
    """Return the couple this person is in now, or None."""
    return Couple.objects.filter(memberships__user=user, memberships__left_at__isnull=True).first()


def partner_of(user: User) -> User | None:
    """Return this person's current partner, or None."""
    return (
        User.objects.filter(
            memberships__left_at__isnull=True,
            memberships__couple__in=Membership.objects.filter(user=user, left_at__isnull=True).values(
                "couple"
            ),
        )
        .exclude(pk=user.pk)
        .first()
    )


def tell_homes(couple: UUID | None) -> None:
    """Have the home pages of both who are in this couple made again, where they are open."""
    here = Membership.objects.filter(couple=couple, left_at__isnull=True)
    hooks.tell(hooks.home_changed, here.values_list("user", flat=True))


def names_of(couples: Iterable[UUID]) -> dict[UUID, tuple[str, str]]:
    """Return the names of the two in each of these couples, in the order of their voices, in one query.

    A couple that has ended is left out.
    """
    here = Membership.objects.filter(couple__in=couples, left_at__isnull=True).order_by("voice")
    found: dict[UUID, list[str]] = {}
    for couple, name in here.values_list("couple", "user__name"):
        found.setdefault(couple, []).append(name)
    return {couple: (names[0], names[1]) for couple, names in found.items() if len(names) == 2}


def hold(*users: User) -> bool:
    """Lock these people's rows until the transaction ends, in order of id to avoid deadlocks.

    Every change of membership takes this lock. Returns False if one of them is inactive or erased.
    """
    ids = [user.pk for user in users]
    held = User.objects.select_for_update(no_key=True).filter(pk__in=ids, is_active=True, erased_at=None)
    return len(held.order_by("pk")) == len(ids)
