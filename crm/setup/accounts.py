from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Where allauth meets Wasl: addresses, mail, and where one lands after signing in."""
