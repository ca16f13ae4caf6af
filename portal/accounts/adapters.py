"""Where allauth's behaviour is ours: no open sign-up, sealed secrets, factors kept."""

import base64
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.conf import settings
from django.http import HttpRequest

from portal.accounts.models import User
from portal.accounts.second_factor import REAL_FACTORS, must_have_second_factor
from portal.vault.registers import portal_subkey


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth has no types
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: an account begins with an invitation."""
        del request
        return False

    def clean_email(self, email: str) -> str:
        return str(super().clean_email(email)).lower()

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Links lead to the configured address: allauth takes the request's Host header."""
        public = urlsplit(settings.PUBLIC_URL)
        links = {
            name: urlsplit(value)._replace(scheme=public.scheme, netloc=public.netloc).geturl()
            for name, value in context.items()
            if name.endswith("_url") and isinstance(value, str)
        }
        site = SimpleNamespace(name=settings.AIRLOCK_NAME, domain=public.netloc)
        super().send_mail(template_prefix, email, {**context, **links, "current_site": site})


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc] # allauth has no types
    def encrypt(self, text: str) -> str:
        """Authenticator secrets and recovery seeds, under a key that is not in the database."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """The last real factor stays while the person's duties ask for one."""
        user = authenticator.user
        others = Authenticator.objects.filter(user_id=user.pk, type__in=REAL_FACTORS)
        if authenticator.type not in REAL_FACTORS or others.exclude(pk=authenticator.pk).exists():
            return True
        return not (isinstance(user, User) and must_have_second_factor(user))

    def get_totp_issuer(self) -> str:
        return str(settings.AIRLOCK_NAME)


def _cipher() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(portal_subkey("second factors")))
