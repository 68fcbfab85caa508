"""The mails that somebody got because nobody uses their account."""

from django.db import models

from couples.accounts.models import User


class UnusedNotice(models.Model):
    """This person was told that the account will be erased, once or twice. Deleted when the account is used again."""

    person = models.OneToOneField(User, on_delete=models.CASCADE, related_name="+")
    first_at = models.DateTimeField()
    second_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"unused account {self.person_id}"
