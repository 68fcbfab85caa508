"""The versions of exercises that sessions refer to."""

from __future__ import annotations

from django.db import models
from django.utils import timezone


class DefinitionVersion(models.Model):
    """An exercise as it was when a session began, in all languages, under the hash of its content. Never changed.

    `mac`: of that hash, the slug and the format (`live.store.versions`, which is the only way to what it says).
    """

    hash = models.CharField(max_length=64, primary_key=True)
    slug = models.SlugField()
    format = models.PositiveSmallIntegerField()
    body = models.JSONField()
    mac = models.BinaryField(default=bytes)
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.slug} {self.hash[:8]}"
