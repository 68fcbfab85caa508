"""The addresses of accounts: only those pages of allauth that are offered, in templates of our own."""

from allauth.account import views
from allauth.mfa.base import views as second
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.webauthn import views as passkey
from django.urls import path

from couples import account_pages, again_pages, factor_pages, sign_in_pages
from couples.accounts import again
from couples.lock.guards import before_new_proofs
from exercises.reminders import pages as reminder_pages
from exercises.reminders import weekly_pages

# What opens private pages
add_app = before_new_proofs(factor_pages.AddApp.as_view())
add_passkey = before_new_proofs(factor_pages.AddPasskey.as_view())
shown_codes = before_new_proofs(again.by_factor(recovery.view_recovery_codes))
new_codes = before_new_proofs(factor_pages.NewRecoveryCodes.as_view())
saved_codes = before_new_proofs(again.by_factor(recovery.download_recovery_codes))

ACCOUNT = [
    path("account/", account_pages.account, name="account"),
    path("account/ready-mail/", reminder_pages.ready_mail, name="ready_mail"),
    path("account/weekly-mail/", weekly_pages.weekly_mail, name="weekly_mail"),
    path("account/name/", account_pages.name, name="account_name"),
    path("account/email/", account_pages.ChangeAddress.as_view(), name="account_email"),
    # In and out
    path("account/signup/", views.signup, name="account_signup"),
    path("account/confirm/", sign_in_pages.ConfirmAddress.as_view(), name="account_email_verification_sent"),
    path("account/login/", views.login, name="account_login"),
    path("account/login/code/", views.request_login_code, name="account_request_login_code"),
    path("account/login/code/confirm/", views.confirm_login_code, name="account_confirm_login_code"),
    path("account/login/recovery/", sign_in_pages.RecoveryCodeSignIn.as_view(), name="recovery_sign_in"),
    path("account/login/passkey/", passkey.login_webauthn, name="mfa_login_webauthn"),
    path("account/login/second/", second.authenticate, name="mfa_authenticate"),
    path("account/logout/", views.logout, name="account_logout"),
    path("account/inactive/", views.account_inactive, name="account_inactive"),
    path("account/sign-ins/", account_pages.sign_in_list, name="usersessions_list"),
    path("account/changes/<uuid:change_id>/cancel/", factor_pages.cancel_change, name="cancel_change"),
    # Passwords
    path("account/password/", account_pages.ChangePassword.as_view(), name="account_change_password"),
    path("account/password/first/", account_pages.SetPassword.as_view(), name="account_set_password"),
    path("account/password/reset/", views.password_reset, name="account_reset_password"),
    path(
        "account/password/reset/code/",
        views.confirm_password_reset_code,
        name="account_confirm_password_reset_code",
    ),
    path(
        "account/password/reset/new/",
        account_pages.ResetPassword.as_view(),
        name="account_complete_password_reset",
    ),
    path(
        "account/password/reset/done/",
        views.password_reset_from_key_done,
        name="account_password_reset_completed",
    ),
    # Proving it again, before something important
    path("account/again/", again_pages.ByPassword.as_view(), name="account_reauthenticate"),
    path("account/again/code/", again_pages.ByCode.as_view(), name="mfa_reauthenticate"),
    path("account/again/passkey/", again_pages.ByPasskey.as_view(), name="mfa_reauthenticate_webauthn"),
    # The second step
    path("account/second/", factor_pages.Overview.as_view(), name="mfa_index"),
    path("account/app/add/", add_app, name="mfa_activate_totp"),
    path("account/app/remove/", factor_pages.RemoveApp.as_view(), name="mfa_deactivate_totp"),
    path("account/passkeys/", passkey.list_webauthn, name="mfa_list_webauthn"),
    path("account/passkeys/add/", add_passkey, name="mfa_add_webauthn"),
    path("account/passkeys/<int:pk>/name/", passkey.edit_webauthn, name="mfa_edit_webauthn"),
    path(
        "account/passkeys/<int:pk>/remove/", factor_pages.RemovePasskey.as_view(), name="mfa_remove_webauthn"
    ),
    path("account/recovery-codes/", shown_codes, name="mfa_view_recovery_codes"),
    path("account/recovery-codes/new/", new_codes, name="mfa_generate_recovery_codes"),
    path("account/recovery-codes/file/", saved_codes, name="mfa_download_recovery_codes"),
]
