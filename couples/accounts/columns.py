"""Columns of a person that are checked where they are typed, at each question of Django's own commands, too."""

from typing import Any

from django.core.validators import validate_email
from django.db import models

from couples.accounts import addresses, name_rules


def is_name(name: str) -> None:
    """Raise ValidationError unless this may be the name of a person."""
    name_rules.of_person(name)


class AddressColumn(models.EmailField):
    """An address to which a mail can be sent. To migrations a plain column."""

    default_validators = [validate_email, addresses.sendable]

    def deconstruct(self) -> Any:
        name, _path, args, more = super().deconstruct()
        return name, "django.db.models.EmailField", args, more


class NameColumn(models.CharField):
    """A name that others can read, and that deceives nobody. To migrations a plain column."""

    default_validators = [is_name]

    def deconstruct(self) -> Any:
        name, _path, args, more = super().deconstruct()
        return name, "django.db.models.CharField", args, more
