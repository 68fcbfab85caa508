"""What was asked for, in somebody's download: of their own couples, or by them. Never what anybody did with it."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from couples.accounts.models import User
from exercises.counselor.asking import asked
from exercises.counselor.asking.models import AskedFor


def exported(user: User) -> dict[str, Any]:
    """Return the section of the export."""
    mine = Q(counseling__couple__memberships__user=user) | Q(counseling__counselor=user)
    rows = AskedFor.objects.filter(mine).select_related("counseling").order_by("asked_at").distinct()
    return {
        "asked_for": [
            {"what": _(one.scope.title), "before": one.before, "until": one.until} for one in asked.read(rows)
        ]
    }
