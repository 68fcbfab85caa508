"""What a counselor's reading rests on holds, and none leaves after an act that ends her access was acknowledged."""

import time
from uuid import UUID

from django.conf import settings

from couples.accounts.models import User
from couples.facts import holding
from couples.pairing.models import Membership


def let_leave() -> None:
    """Wait, after the act is committed, as long as a page needs from its last look at the consents to the network."""
    time.sleep(settings.READINGS_LEAVE_WITHIN)


def require(reader: User, couple: UUID) -> None:
    """Raise DoesNotHold unless what is stored about the reader and both partners holds."""
    members = Membership.objects.filter(couple=couple, left_at__isnull=True)
    holding.require(reader.pk, *members.values_list("user", flat=True))
