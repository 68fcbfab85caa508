"""What people fill in about invitations. It checks; only `pairing` changes anything."""

from django import forms
from django.utils.translation import gettext_lazy as _


class Answer(forms.Form):
    """The answer to an invitation: one of two buttons."""

    ACCEPT = "accept"
    DECLINE = "decline"

    answer = forms.ChoiceField(choices=[(ACCEPT, _("Accept")), (DECLINE, _("Decline"))])
