"""Who belongs to whom now. It reads, and holds people still while others decide; it pairs and parts nobody."""

from couples.accounts.models import User
from couples.pairing.models import Couple, Membership


def couple_of(user: User) -> Couple | None:
    """The couple this person is in now."""
    return Couple.objects.filter(memberships__user=user, memberships__left_at__isnull=True).first()


def partner_of(user: User) -> User | None:
    """The other active person in the couple this person is in now."""
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
    """Let nobody else change whom these people belong to until the transaction ends; always in one order.

    False when one of them isn't here any more.
    """
    ids = [user.pk for user in users]
    held = User.objects.select_for_update(no_key=True).filter(pk__in=ids, is_active=True, erased_at=None)
    return len(held.order_by("pk")) == len(ids)
