"""The settings of accounts: passwords, how long a sign-in lasts, and those of allauth."""

from datetime import timedelta
from typing import Final

from .environment import LOCAL, env

AUTH_USER_MODEL = "couples.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "couples.accounts.hashing.Argon2InTurn",
    "couples.accounts.hashing.PBKDF2InTurn",
]
PIN_DERIVATION = (5, 256 * 1024)
"""Passes and KiB of Argon2id between a PIN and the key of private pages. A second of one core for each guess."""
_VALIDATION = "django.contrib.auth.password_validation."
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": _VALIDATION + "UserAttributeSimilarityValidator"},
    {"NAME": _VALIDATION + "MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": _VALIDATION + "CommonPasswordValidator"},
]
LOGIN_REDIRECT_URL = "/"
LOGIN_URL = "account_login"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True  # unless "stay signed in" is ticked
SESSION_COOKIE_AGE = 14 * 24 * 3600  # of visitors who are not signed in
SESSION_ENGINE = "couples.accounts.sessions"
# When a sign-in ends: after `idle` without use, and after `total` in any case.
SIGN_IN: Final = {
    "idle": timedelta(days=env.int("SIGN_IN_IDLE_DAYS", default=14)),
    "total": timedelta(days=env.int("SIGN_IN_DAYS", default=30)),
}
# That of counselors and operators.
SHORT_SIGN_IN: Final = {
    "idle": timedelta(minutes=env.int("SHORT_SIGN_IN_IDLE_MINUTES", default=30)),
    "total": timedelta(hours=env.int("SHORT_SIGN_IN_HOURS", default=12)),
}
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # not in a cookie
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = LOCAL

ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 8}
ACCOUNT_ADAPTER = "couples.accounts.adapter.Accounts"
ACCOUNT_FORMS = {
    "signup": "couples.accounts.signup_forms.SignUp",
    "login": "couples.accounts.signup_forms.SignIn",
    "request_login_code": "couples.accounts.signup_forms.AskForCode",
    "confirm_login_code": "couples.accounts.code_forms.EnterLoginCode",
    "confirm_email_verification_code": "couples.accounts.code_forms.EnterAddressCode",
    "reset_password": "couples.accounts.signup_forms.AskForReset",
    "confirm_password_reset_code": "couples.accounts.code_forms.EnterResetCode",
    "reset_password_from_key": "couples.accounts.account_forms.PasswordByMail",
    "change_password": "couples.accounts.account_forms.PasswordByPassword",
    "set_password": "couples.accounts.account_forms.FirstPassword",
    "add_email": "couples.accounts.account_forms.NewAddress",
    "reauthenticate": "couples.accounts.code_forms.PasswordAgain",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"  # anything less tells who has an account
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 5 * 60
ACCOUNT_REAUTHENTICATION_METHODS = ("password", "mfa")  # a code by mail shows only who reads the mailbox
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# Only for visitors whose device is not known; each visitor has waits besides: see couples/ratelimits/tries.py.
_OF_STRANGERS = {
    "confirm_email": "40/h/ip",
    "failed_address": "60/5m/ip",
    "failed_everywhere": "200/5m/key",
    "code_address": "60/5m/ip",
    "code_everywhere": "40/5m/key",
    "recovery_everywhere": "30/h/key",
    "recovery_address": "60/5m/ip",
    "recovery_sign_ins": "2000/h/key",
    "mail_address": "20/h/ip",
    "mail_here": "6/h/key",
    "mail_everywhere": "40/h/key",
    "lock_everywhere": "60/10m/key",
}
# What allauth counts for an address or an account, whoever comes: others could keep the owner out by it.
# A sign-up counts as a mail that is asked for.
_COUNTED_HERE = (
    *("signup", "login", "login_failed", "reauthenticate", "change_password"),
    *("reset_password", "reset_password_from_key", "request_login_code"),
)
ACCOUNT_RATE_LIMITS = _OF_STRANGERS | dict.fromkeys(_COUNTED_HERE)
MFA_ADAPTER = "couples.accounts.adapter.Factors"
MFA_FORMS = {
    "authenticate": "couples.accounts.code_forms.EnterAppCode",
    "reauthenticate": "couples.accounts.code_forms.AppCodeAgain",
    "authenticate_webauthn": "couples.accounts.passkey_forms.SecondStep",
    "login_webauthn": "couples.accounts.passkey_forms.SignIn",
    "reauthenticate_webauthn": "couples.accounts.passkey_forms.Again",
    "activate_totp": "couples.accounts.account_forms.AddApp",
    "add_webauthn": "couples.accounts.account_forms.AddPasskey",
    "edit_webauthn": "couples.accounts.account_forms.NamePasskey",
}
MFA_RATE_LIMITS: dict[str, str | None] = {"webauthn_login": None}  # there is nothing to guess
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Counterpoint"
