"""The forms that change what opens the private pages. Each asks for what opens them now."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from couples.amounts import number_text
from couples.lock import codes, locks, opening, pins, proofs, securing, trying
from couples.lock import state as lock_state
from couples.lock.guards import Opened
from couples.lock.pages import secret_field
from couples.page_decorators import REFUSED


class Present(forms.Form):
    """A change that somebody confirms with the PIN, or without one with the password; in any case with a code.

    The pages may be open because their owner has just put the device down. A code from before the last change opens
    them, but confirms nothing: whoever made it could otherwise make others with it for ever.
    """

    present = secret_field()

    def __init__(self, request: Opened, name: str, has_pin: bool, data: Any = None) -> None:
        super().__init__(data, auto_id=f"id_{name}_%s")
        self.request, self.name, field = request, name, self.fields["present"]
        field.label = _("Your present PIN, or a code") if has_pin else _("Your password, or a code")
        self.is_free = not has_pin and (
            proofs.is_free_without_pin(request.user) or lock_state.is_confirmed(request)
        )
        if self.is_free:
            del self.fields["present"]
        elif not has_pin and request.user.mail_reset_at is not None:
            field.help_text = _("Your password was reset by e-mail: the one from before the reset.")

    def clean_present(self) -> str:
        present = str(self.cleaned_data["present"])
        if self._is_code(present, is_former=True):
            raise forms.ValidationError(
                _(
                    "This is an older code. It still opens your private pages, but it can’t change anything here."
                )
            )
        return present

    def _is_code(self, typed: str, is_former: bool = False) -> bool:
        """Return whether this is a code of these pages, a former or a present one. Uses up nothing."""
        lock = locks.of(self.request.user.pk) if codes.may_be_one(typed) else None
        if lock is None:
            return False
        return opening.is_code_of(lock, lock.kept.former if is_former else lock.kept.codes, typed)

    def is_proved(self) -> int:
        """Look at what was given, and open the pages anew with it. Returns 200, or the status of the refusal.

        It is looked at last, because a code is used up, and counted as at the door.
        """
        if not self.is_free:
            try:
                trying.open_with(self.request, self.cleaned_data["present"])
            except trying.NotOpened as why:
                self.add_error("present", str(why))
                return why.status
        lock_state.use_confirmation(self.request)
        open_store = lock_state.opened(self.request)
        if open_store is None:
            raise locks.Changed
        self.request.open_store = open_store
        return 200


class NewPin(Present):
    """A new PIN or passphrase, typed twice."""

    pin = secret_field(label=gettext_lazy("New PIN or passphrase"))
    again = secret_field(label=gettext_lazy("Repeat it"))

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.fields["pin"].help_text = _(
            "At least %(count)s digits, or better several words. Not your password, and nothing others know."
        ) % {"count": number_text(pins.MIN_LENGTH)}

    def clean_pin(self) -> str:
        pin = str(self.cleaned_data["pin"])
        if pins.is_weak(pin, self.request.user):
            raise forms.ValidationError(
                _(
                    "This is easy to guess. Please use at least %(count)s characters, and no date, no repetition, "
                    "no row of keys, no name and no well-known password."
                )
                % {"count": number_text(pins.MIN_LENGTH)}
            )
        return pin

    def clean(self) -> None:
        given = self.cleaned_data
        if "pin" in given and "again" in given and given["pin"] != given["again"]:
            self.add_error("again", _("The two don’t match."))

    def is_proved(self) -> int:
        """Refuse the password as a PIN, too, but tell only who has shown what opens the pages now.

        A code is not used up by that.
        """
        is_code = self._is_code(self.cleaned_data.get("present", ""))
        status = 200 if is_code else super().is_proved()
        if status == 200 and proofs.is_password(self.request.user, self.cleaned_data["pin"]):
            self.add_error("pin", _("That is your password. Please choose something else."))
            return REFUSED
        return super().is_proved() if is_code else status


class NewCodes(Present):
    """New codes, for which there must be room: that is seen before a code is used up to confirm it."""

    def clean(self) -> None:
        lock = locks.of(self.request.user.pk)
        if lock is not None and not lock.kept.has_room_for(codes.HOW_MANY):
            raise forms.ValidationError(securing.NO_ROOM)


class Settling(Present):
    """What lets a new password open the private pages after a reset by mail. Left empty, the reset stays as it is.

    The pages being open is not enough: somebody may have found them so, who knows only what they set by mail. The words
    are the same with a PIN and without.
    """

    def __init__(self, request: Opened, data: Any = None) -> None:
        super().__init__(request, "settling", locks.has_pin(request.user.pk), data)
        if not self.is_free:
            field = self.fields["present"]
            field.required = False
            field.label = _("What opens your private pages now, if the new password is to open them")
            field.help_text = _(
                "The password from before the reset, your PIN, or a code. With a passkey, confirm it first on the "
                "page about their lock."
            )

    @property
    def is_wanted(self) -> bool:
        """Return whether the reset is to be settled. Only for a valid form."""
        return self.is_free or bool(self.cleaned_data["present"])
