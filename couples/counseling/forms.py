"""Forms of counselors and of partners about their counselor. They only check input."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from couples.accounts import name_rules
from couples.counseling.counselors import DEFAULT_CONFIDENCES
from couples.counseling.labels import MAX_LABEL_LENGTH
from couples.counseling.models import CounselorProfile
from couples.counseling.scopes import SCOPES, find
from couples.written import Words


class Profile(forms.Form):
    """What partners read before they accept a counselor."""

    practice = Words(
        label=gettext_lazy("Name of your practice"),
        help_text=gettext_lazy("Couples see it next to your name. You can leave it empty."),
        max_length=CounselorProfile._meta.get_field("practice").max_length,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    confidences = Words(
        label=gettext_lazy("Your rule on confidences"),
        help_text=gettext_lazy(
            "What happens to things that one partner tells you alone. Both partners read it before they accept."
        ),
        max_length=CounselorProfile._meta.get_field("confidences").max_length,
        widget=forms.Textarea(attrs={"rows": 10, "autocomplete": "off"}),
        error_messages={
            "required": gettext_lazy("Please say what happens to things that one partner tells you alone.")
        },
    )

    response_time = Words(
        label=gettext_lazy("How soon you answer"),
        help_text=gettext_lazy(
            "When they can expect an answer, and when not: “On working days, by the next evening. Not at weekends.” "
            "Both partners read it before they accept you."
        ),
        max_length=CounselorProfile._meta.get_field("response_time").max_length,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
        error_messages={"required": gettext_lazy("Please say when they can expect an answer from you.")},
    )

    def clean_practice(self) -> str:
        practice = str(self.cleaned_data["practice"])
        return practice and name_rules.readable(practice)

    @classmethod
    def of(cls, profile: CounselorProfile | None) -> "Profile":
        if profile is None:
            return cls(initial={"confidences": _(DEFAULT_CONFIDENCES)})
        return cls(initial={name: getattr(profile, name) for name in cls.base_fields})


class NewLink(forms.Form):
    """Whom the counselor will give the link to."""

    label = Words(
        label=gettext_lazy("Who is it for?"),
        help_text=gettext_lazy("In your own words, so that you can tell your links apart. Only you see it."),
        max_length=MAX_LABEL_LENGTH,
        error_messages={"required": gettext_lazy("Please write who it is for. Only you see it.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )


class Decision(forms.Form):
    """Accept a counselor, which requires having read the rule on confidences, or decline."""

    ACCEPT, DECLINE = "accept", "decline"

    version = forms.IntegerField(min_value=1, required=False, widget=forms.HiddenInput)
    read = forms.BooleanField(
        label=gettext_lazy("I have read the rule on confidences"),
        required=False,
        error_messages={"required": gettext_lazy("Please read the rule first, then tick this box.")},
    )
    answer = forms.ChoiceField(choices=[(ACCEPT, ACCEPT), (DECLINE, DECLINE)])

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("answer") == self.ACCEPT and not (given.get("read") and given.get("version")):
            self.add_error("read", self.fields["read"].error_messages["required"])
        return given


class Several(forms.Form):
    """Allow some of the scopes that are not allowed yet. Nothing is ticked beforehand."""

    scopes = forms.TypedMultipleChoiceField(
        choices=lambda: [(scope.value, scope.value) for scope in SCOPES],
        coerce=find,
        error_messages={"required": gettext_lazy("Tick what you allow, or choose “Nothing for now”.")},
    )


class Choice(forms.Form):
    """Allow one scope, or don't."""

    ALLOW, NOT = "allow", "not"

    scope = forms.ChoiceField(choices=lambda: [(scope.value, scope.value) for scope in SCOPES])
    answer = forms.ChoiceField(choices=[(ALLOW, ALLOW), (NOT, NOT)])
