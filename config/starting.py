"""What a start, or a command, that cannot go on says: one sentence instead of the way through the code.

It can be loaded without settings: they may be what is wrong.
"""

from django.core.exceptions import ImproperlyConfigured

from .postgresql.reasons import is_away


def sentence(trouble: BaseException) -> str:
    """Return what is wrong with the settings, or which database can't be reached; empty if it is anything else."""
    if isinstance(trouble, ImproperlyConfigured):
        return str(trouble)
    return f"{trouble}." if is_away(trouble) else ""
