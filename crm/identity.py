"""Settings of accounts and signing in. crm.settings takes them all in."""

import os

AUTH_USER_MODEL = "tenants.User"
AUTHENTICATION_BACKENDS = ["crm.setup.accounts.backend.Backend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "crm.setup.accounts.passwords.NotAboutYou"},
    {"NAME": "crm.setup.accounts.passwords.LongEnough", "OPTIONS": {"min_length": 10}},
    {"NAME": "crm.setup.accounts.passwords.NotCommon"},
]
ACCOUNT_ADAPTER = "crm.setup.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    name: f"crm.setup.accounts.forms.{name.title().replace('_', '')}Form"
    for name in "login signup reset_password reset_password_from_key change_password set_password reauthenticate "
    "confirm_email_verification_code".split()
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"  # by a code: the page stays open, and nobody has to change browsers
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_FORMAT = {"numeric": True, "length": 8}
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = None  # the sign-in form asks
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
# beside allauth's own, kept in the cache
ACCOUNT_RATE_LIMITS = {"open_workspace": "10/h/user", "join": "30/m/ip", "invite": "30/h/user", "oidc": "30/m/ip"}
# How often one member may do what costs a lot: pairs of seconds and times. "off" is for measuring.
PACES = {
    "search": ((60, 300),),  # as one types, five times a second for a minute
    "upload": ((600, 300),),  # files put on records, and tables to import
    "export": ((600, 20),),
    "api": ((60, 300), (3600, 6000)),  # of one token
    "devices": ((600, 30),),
    "logo": ((600, 20),),  # each may ask a website
    "webhooks": ((600, 60),),  # tests, sendings by hand, and addresses that are looked up as they are saved
}
if os.environ.get("PACES") == "off":
    PACES = {}
MFA_ADAPTER = "crm.setup.accounts.second.SecondStep"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Wasl"
MFA_TOTP_TOLERANCE = 1  # half a minute either way: clocks of phones differ
MFA_FORMS = {
    "authenticate": "crm.setup.accounts.forms.AuthenticateForm",
    "reauthenticate": "crm.setup.accounts.forms.SecondReauthenticateForm",
    "activate_totp": "crm.setup.accounts.forms.ActivateTotpForm",
    "add_webauthn": "crm.setup.accounts.forms.AddPasskeyForm",
    "authenticate_webauthn": "crm.setup.accounts.forms.AuthenticatePasskeyForm",
    "reauthenticate_webauthn": "crm.setup.accounts.forms.ReauthenticatePasskeyForm",
    "login_webauthn": "crm.setup.accounts.forms.LoginPasskeyForm",
    "edit_webauthn": "crm.setup.accounts.forms.EditPasskeyForm",
}
# Sign-in with the company's own accounts: any OpenID Connect provider, trusted to know whose address is whose.
OIDC_SERVER = os.environ.get("OIDC_SERVER", "").rstrip("/")
SOCIALACCOUNT_ADAPTER = "crm.setup.accounts.company.CompanyAccounts"
SOCIALACCOUNT_FORMS = {"signup": "crm.setup.accounts.forms.CompanySignupForm"}
SOCIALACCOUNT_EMAIL_AUTHENTICATION = SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_LOGIN_ON_GET = True  # a link: the policy's form-action would stop a form on its way to the provider
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "company",
                "name": os.environ.get("OIDC_NAME", ""),
                "client_id": os.environ.get("OIDC_CLIENT_ID", ""),
                "secret": os.environ.get("OIDC_SECRET", ""),
                "settings": {"server_url": OIDC_SERVER},
            }
        ]
        if OIDC_SERVER
        else [],
    }
}
TRUSTED_PROXIES = ALLAUTH_TRUSTED_PROXY_COUNT = int(
    os.environ.get("TRUSTED_PROXIES", "0")
)  # whose X-Forwarded-For may be believed
SIGN_UP_OPEN = os.environ.get("SIGN_UP", "open") == "open"  # "closed": accounts by invitation only
PASSWORD_RESET_TIMEOUT = 86_400
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "setup:home"
