"""The pages of allauth that Wasl uses, and ours beside them; allauth's others have no address."""

from allauth.account import views
from allauth.mfa.base import views as second
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.socialaccount import views as social
from django.urls import path, re_path

from crm.setup.accounts import company_views, sessions
from crm.setup.accounts import views as ours

account = [
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("signup/", views.signup, name="account_signup"),
    path("signup/again/", ours.signup_again, name="account_signup_again"),
    path("confirm-email/", views.email_verification_sent, name="account_email_verification_sent"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("password/change/", views.password_change, name="account_change_password"),
    path("password/set/", views.password_set, name="account_set_password"),
    path("password/reset/", views.password_reset, name="account_reset_password"),
    path("password/reset/done/", views.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]
second_step = [
    path("security/", ours.security, name="mfa_index"),
    path("security/", ours.security, name="account_email"),  # where allauth sends those who have nothing to confirm
    path("security/needed/", ours.second_step_needed, name="second_step_needed"),
    path("security/done/", ours.second_step_done, name="second_step_done"),
    path("2fa/", second.authenticate, name="mfa_authenticate"),
    path("2fa/reauthenticate/", second.reauthenticate, name="mfa_reauthenticate"),
    path("2fa/app/", totp.activate_totp, name="mfa_activate_totp"),
    path("2fa/app/off/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("2fa/codes/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("2fa/codes/new/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("2fa/codes/download/", recovery.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("passkeys/", ours.security, name="mfa_list_webauthn"),
    path("passkeys/new/", ours.AddPasskey.as_view(), name="mfa_add_webauthn"),
    path("passkeys/login/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path("passkeys/reauthenticate/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("passkeys/<int:pk>/", webauthn.edit_webauthn, name="mfa_edit_webauthn"),
    path("passkeys/<int:pk>/removal/", webauthn.remove_webauthn, name="mfa_remove_webauthn"),
]
devices = [
    path("sessions/", sessions.devices, name="usersessions_list"),
    path("sessions/others/end/", sessions.end_others, name="usersessions_end_others"),
    path("sessions/<int:pk>/end/", sessions.end, name="usersessions_end"),
]
company = [
    path("company/signup/", social.signup, name="socialaccount_signup"),
    path("company/cancelled/", social.login_cancelled, name="socialaccount_login_cancelled"),
    path("company/error/", social.login_error, name="socialaccount_login_error"),
    path("<slug:provider_id>/login/", company_views.company_login, name="openid_connect_login"),
    path("<slug:provider_id>/callback/", company_views.company_callback, name="openid_connect_callback"),
]
urlpatterns = [*account, *second_step, *devices, *company]
