"""Read current couple membership and lock people while it changes. Creates and ends no membership."""

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


def hold(*users: User) -> bool:
    """Lock these people's rows until the transaction ends, in order of id to avoid deadlocks.

    Every change of membership takes this lock. Returns False if one of them is inactive or erased.
    """
    ids = [user.pk for user in users]
    held = User.objects.select_for_update(no_key=True).filter(pk__in=ids, is_active=True, erased_at=None)
    return len(held.order_by("pk")) == len(ids)
