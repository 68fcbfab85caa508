"""What a counselor marked of an assignment."""

from __future__ import annotations

from django.db import models


class Marks(models.Model):
    """The items of an assignment that she would like to talk about, sealed under her key (`exercises.live.marks`).

    A row without any stays where she took all of them back: what she was told is not told anew, nor forgotten.
    """

    assignment = models.OneToOneField("Assignment", on_delete=models.CASCADE, related_name="marks")
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return f"marks of {self.assignment_id}"
