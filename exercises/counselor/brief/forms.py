"""The form of a brief: since when."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class Since(forms.Form):
    """The day from which on the brief tells what was completed and what was thanked for."""

    since = forms.DateField(
        label=gettext_lazy("What happened since"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "autocomplete": "off"}),
    )

    def clean_since(self) -> object:
        day = self.cleaned_data["since"]
        if day and day > timezone.localdate():
            raise ValidationError(_("This day is yet to come. Please choose an earlier one."))
        return day
