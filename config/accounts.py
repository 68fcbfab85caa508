"""The settings of accounts: passwords, how long a sign-in lasts, and those of allauth."""

from .environment import LOCAL, env

AUTH_USER_MODEL = "couples.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "couples.accounts.hashing.Argon2InTurn",
    "couples.accounts.hashing.PBKDF2InTurn",
]
_VALIDATION = "django.contrib.auth.password_validation."
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": _VALIDATION + "UserAttributeSimilarityValidator"},
    {"NAME": _VALIDATION + "MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": _VALIDATION + "CommonPasswordValidator"},
]
LOGIN_REDIRECT_URL = "/"
LOGIN_URL = "account_login"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True  # unless "stay signed in" is ticked
SESSION_COOKIE_AGE = 14 * 24 * 3600
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # not in a cookie
ALLAUTH_TRUSTED_PROXY_COUNT: int = env.int("ALLAUTH_TRUSTED_PROXY_COUNT", default=0)
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
LOCK_TRIES_MINUTES = 10
# No limit here counts an address alone that one single visitor could use up: see couples/ratelimits/tries.py.
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "signup": "20/h/ip",
    "reset_password": "300/h/ip",
    "reset_password_from_key": "20/h/ip",
    "request_login_code": "300/h/ip",
    "confirm_email": "40/h/ip",
    "login_failed": "40/5m/key",  # codes of one person, from everywhere
    "failed_here": "8/5m/key",
    "failed_address": "60/5m/ip",
    "failed_everywhere": "200/5m/key",
    "code_here": "8/5m/key",
    "code_address": "60/5m/ip",
    "mail_here": "6/h/key",
    "mail_address": "20/h/ip",
    "mail_everywhere": "30/h/key",
    "lock_here": f"10/{LOCK_TRIES_MINUTES}m/key",
    "lock_everywhere": "60/10m/key",
}
MFA_ADAPTER = "couples.accounts.adapter.Factors"
MFA_FORMS = {
    "authenticate": "couples.accounts.code_forms.EnterAppCode",
    "reauthenticate": "couples.accounts.code_forms.AppCodeAgain",
    "activate_totp": "couples.accounts.account_forms.AddApp",
    "add_webauthn": "couples.accounts.account_forms.AddPasskey",
    "edit_webauthn": "couples.accounts.account_forms.NamePasskey",
}
MFA_RATE_LIMITS = {"webauthn_login": "120/m/ip"}  # there is nothing to guess
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Counterpoint"
USERSESSIONS_ADAPTER = "couples.accounts.adapter.SignIns"
