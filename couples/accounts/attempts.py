"""What the forms of accounts say to somebody who has to wait before the next attempt."""

from datetime import timedelta

from django.core.exceptions import ValidationError

from couples.ratelimits.waits import please_wait


def check(wait: timedelta) -> None:
    """Raise ValidationError, with how long to wait, unless the attempt is allowed."""
    if wait:
        raise ValidationError(please_wait(wait), code="too_many_login_attempts")
