"""What allauth does differently here."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Signs people up by name and e-mail address; there are no user names."""
