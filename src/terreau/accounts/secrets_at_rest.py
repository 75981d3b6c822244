"""Keep the keys of second factors encrypted in the database, under the secret of the instance."""

import base64
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.translation import gettext as _

from terreau.core.verdicts import Refused

_USE = b"terreau second factor v1"


def encrypt_secret(text: str) -> str:
    """Encrypt with the secret of today."""
    return _safe().encrypt(text.encode()).decode()


def decrypt_secret(encrypted: str) -> str:
    """Read with the secret of today or a former one; never guess when none opens it."""
    try:
        return _safe().decrypt(encrypted.encode()).decode()
    except InvalidToken as error:
        raise Refused(
            _(
                "Le second facteur de ce compte ne peut plus être lu : le secret de l’instance a "
                "changé. Demandez à l’administration de le retirer, puis activez-en un autre."
            )
        ) from error


def _safe() -> MultiFernet:
    return _safe_for((settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))


@lru_cache(maxsize=4)
def _safe_for(secrets: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(_key_of(secret)) for secret in secrets])


def _key_of(secret: str) -> bytes:
    """Derive a key of its own, so that no other use of the secret tells anything of it."""
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=_USE).derive(secret.encode())
    return base64.urlsafe_b64encode(derived)
