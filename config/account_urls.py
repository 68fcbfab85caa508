"""The addresses of the account pages. Only those are here that we offer and have in our own look."""

from allauth.account import views
from allauth.mfa.base import views as second
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkey
from django.urls import path

from couples import account_pages
from couples.lock.state import before_new_proofs

# What opens private pages
add_app = before_new_proofs(app.activate_totp)
add_passkey = before_new_proofs(passkey.add_webauthn)
shown_codes = before_new_proofs(recovery.view_recovery_codes)
new_codes = before_new_proofs(recovery.generate_recovery_codes)
saved_codes = before_new_proofs(recovery.download_recovery_codes)

urlpatterns = [
    path("", account_pages.account, name="account"),
    path("name/", account_pages.name, name="account_name"),
    path("email/", account_pages.ChangeAddress.as_view(), name="account_email"),
    # In and out
    path("signup/", views.signup, name="account_signup"),
    path("confirm/", views.email_verification_sent, name="account_email_verification_sent"),
    path("login/", views.login, name="account_login"),
    path("login/code/", views.request_login_code, name="account_request_login_code"),
    path("login/code/confirm/", views.confirm_login_code, name="account_confirm_login_code"),
    path("login/passkey/", passkey.login_webauthn, name="mfa_login_webauthn"),
    path("login/second/", second.authenticate, name="mfa_authenticate"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("sign-ins/", account_pages.SignInList.as_view(), name="usersessions_list"),
    # Passwords
    path("password/", account_pages.ChangePassword.as_view(), name="account_change_password"),
    path("password/first/", account_pages.SetPassword.as_view(), name="account_set_password"),
    path("password/reset/", views.password_reset, name="account_reset_password"),
    path(
        "password/reset/code/", views.confirm_password_reset_code, name="account_confirm_password_reset_code"
    ),
    path(
        "password/reset/new/", account_pages.ResetPassword.as_view(), name="account_complete_password_reset"
    ),
    path("password/reset/done/", views.password_reset_from_key_done, name="account_password_reset_completed"),
    # Proving it again, before something important
    path("again/", views.reauthenticate, name="account_reauthenticate"),
    path("again/code/", second.reauthenticate, name="mfa_reauthenticate"),
    path("again/passkey/", passkey.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    # The second step
    path("second/", second.index, name="mfa_index"),
    path("app/add/", add_app, name="mfa_activate_totp"),
    path("app/remove/", app.deactivate_totp, name="mfa_deactivate_totp"),
    path("passkeys/", passkey.list_webauthn, name="mfa_list_webauthn"),
    path("passkeys/add/", add_passkey, name="mfa_add_webauthn"),
    path("passkeys/<int:pk>/name/", passkey.edit_webauthn, name="mfa_edit_webauthn"),
    path("passkeys/<int:pk>/remove/", passkey.remove_webauthn, name="mfa_remove_webauthn"),
    path("recovery-codes/", shown_codes, name="mfa_view_recovery_codes"),
    path("recovery-codes/new/", new_codes, name="mfa_generate_recovery_codes"),
    path("recovery-codes/file/", saved_codes, name="mfa_download_recovery_codes"),
]
