"""The name that others see: the field that asks for it, and whose names it stands beside."""

from datetime import timedelta
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from couples.accounts import name_rules
from couples.accounts.models import User
from couples.amounts import number_text
from couples.ratelimits.counter import Limit
from couples.refused import Refused
from couples.written import Words

LIKE_ANOTHER = _(
    "This looks like the name of somebody you meet here. Please choose one that nobody can mix up."
)


CHANGES: Final = Limit("names", most=3, within=timedelta(days=1))
"""So that nobody can make the other meet somebody else each time."""


class NameField(Words):
    def __init__(self) -> None:
        super().__init__(
            label=_("Your name"),
            help_text=_("What others call you here. A first name or any name is fine."),
            max_length=User._meta.get_field("name").max_length,
            widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
        )

    def clean(self, value: object) -> str:
        return name_rules.of_person(str(super().clean(value)))


class Name(forms.Form):
    """The form that changes the name of somebody who may be a partner or a counselor already."""

    name = NameField()

    def __init__(self, user: User, data: Any = None) -> None:
        super().__init__(data, initial={"name": user.name})
        self.user = user

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"])
        if name != self.user.name and name_rules.is_like(name, beside(self.user)):
            raise ValidationError(LIKE_ANOTHER)
        if name != self.user.name and not CHANGES.take(str(self.user.pk)):
            raise ValidationError(
                _("You can change your name %(count)s times a day, so that others keep track. Please wait.")
                % {"count": number_text(CHANGES.most)}
            )
        return name


def refuse_same(person: User, other: User) -> None:
    """Raise Refused if this person would be mistaken for the other, with whom they want to be connected."""
    if name_rules.is_like(person.name, [other.name]):
        raise Refused(
            _(
                "You would have the same name here as %(name)s. Please change yours on the page of your account "
                "first, so that nobody can mix you up."
            )
            % {"name": other.name}
        )


def beside(user: User) -> list[str]:
    """Return the names that this person's name stands beside. They can see each of them already.

    For a partner: the other one, the linked counselors and their practices, and the inviter whose invitation they
    accepted. For a counselor: the partners of each couple.
    """
    in_force = {"linked_at__isnull": False, "ended_at__isnull": True}
    mine = user.memberships.filter(left_at__isnull=True).values("couple")
    linked = user.counselings.filter(**in_force).values("couple")
    partners = Q(memberships__couple__in=mine) | Q(memberships__couple__in=linked)
    counselors = Q(**{f"counselings__{name}": value for name, value in in_force.items()})
    inviters = Q(
        invitations__accepted_by=user,
        invitations__confirmed_at__isnull=True,
        invitations__cancelled_at__isnull=True,
    )
    found = User.objects.filter(
        (partners & Q(memberships__left_at__isnull=True))
        | (counselors & Q(counselings__couple__in=mine))
        | inviters
    )
    rows = found.exclude(pk=user.pk).distinct().values_list("name", "counselor__practice")
    return [name for row in rows for name in row if name]
