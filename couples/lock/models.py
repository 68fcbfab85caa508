"""How each person's private pages are locked, sealed."""

from django.conf import settings
from django.db import models

from couples.facts.covered import Covered, CoveredManager
from couples.facts.kinds import Kind, cover


class StoreLock(Covered):
    """What opens the private pages of one person. Everybody has one row, of the same length, with a PIN or without.

    `public`: to which anybody can seal what only the open pages can read; it changes with the key of the pages.
    `sealed`: see `Kept` in `couples/lock/kept.py`.
    """

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    public = models.BinaryField()
    sealed = models.BinaryField()

    objects = CoveredManager()

    def __str__(self) -> str:
        return f"lock of {self.person_id}"


cover(Kind(StoreLock, "person_id", ("public", "sealed")))
