"""Sign-in and what belongs to it: open to strangers, or sent on to sign in."""

from tests.architecture.access import Row

ROWS = [
    Row(url="account_login", public=200),
    Row(url="account_logout", public=302),
    Row(url="account_inactive", public=200),
    Row(url="account_signup", public=200),
    Row(url="account_email_verification_sent", public=200),
    Row(url="account_confirm_email", args=lambda cast: ("no-such-key",), public=200),
    Row(url="account_change_password", public=302),
    Row(url="account_set_password", public=302),
    Row(url="account_reset_password", public=200),
    Row(url="account_reset_password_done", public=200),
    Row(url="account_reset_password_from_key", args=lambda cast: ("1", "no-such-key"), public=200),
    Row(url="account_reset_password_from_key_done", public=200),
]
