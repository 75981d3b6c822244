"""What the accounts know of a person, as plain values for their export."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

from terreau.accounts.models import Person, PersonalLink
from terreau.accounts.open_sessions import device_of


def account_data(person: Person) -> dict[str, Any]:
    """The person's own row; never a password's or a second factor's secret."""
    return {
        "nom": person.full_name,
        "adresse": person.email,
        "adresses": [
            {"adresse": address.email, "vérifiée": address.verified}
            for address in person.emailaddress_set.order_by("email")
        ],
        "arrivée": person.joined_at,
        "dernière connexion": person.last_login,
        "langue": person.get_language_display(),
        "apparence": str(person.get_theme_display()),
        "administre l’instance": person.is_staff,
        "a un mot de passe": person.has_usable_password(),
        "sessions": [
            {"appareil": device_of(row.user_agent), "adresse IP": row.ip, "ouverte": row.created_at}
            for row in UserSession.objects.filter(user=person).order_by("created_at")
        ],
        "seconds facteurs": [
            {"type": str(factor.get_type_display()), "depuis": factor.created_at}
            for factor in Authenticator.objects.filter(user=person).order_by("created_at")
        ],
    }


def links_data(person: Person) -> list[dict[str, Any]]:
    """The links made for the person or by them."""
    return [
        {
            "usage": link.purpose,
            "objet": link.subject,
            "émis le": link.issued_at,
            "expire le": link.expires_at,
            "utilisé le": link.used_at,
            "retiré le": link.revoked_at,
            "émis par moi": link.issued_by_id == person.pk,
        }
        for link in PersonalLink.objects.visible_to(person)
    ]
