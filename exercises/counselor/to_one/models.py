"""What a counselor gave to one of two partners alone, sealed."""

from __future__ import annotations

from django.db import models


class HandoutList(models.Model):
    """All of it in one link, sealed under her key in one length for every link. She has one for each link of hers."""

    counseling = models.OneToOneField("couples.Counseling", on_delete=models.CASCADE, related_name="+")
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return f"handouts in {self.counseling_id}"
