"""A check that every exercise can be used, before anything is served. It reports and changes nothing."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Tags, register

from exercises import catalog


@register(Tags.security)
def exercises_can_be_used(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Report every line of a definition that cannot be used: the site must not start with half of its exercises."""
    lines = catalog.unusable()
    if not lines:
        return []
    said = "Some exercises cannot be used:\n" + "\n".join(lines)
    hint = "Mend these lines; `manage.py check_exercises` checks the files again."
    return [Error(said, hint=hint, id="counterpoint.E011")]
