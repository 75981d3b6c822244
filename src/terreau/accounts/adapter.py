"""Accounts are opened by invitation or by an administrator, never by a public form."""

from allauth.account.adapter import DefaultAccountAdapter


class ClosedSignupAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request) -> bool:
        """No public sign-up writes anything."""
        return False
