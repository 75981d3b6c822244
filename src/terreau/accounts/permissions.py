"""Who may do what with accounts and personal links, each refusal with its reason."""

from allauth.mfa.utils import is_mfa_enabled
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from terreau.accounts.models import Person, PersonalLink
from terreau.core.verdicts import GRANTED, Verdict, refused


def can_open_account(by: Person | None) -> Verdict:
    """Whoever has an account may invite; nobody stands for the instance's command line."""
    if by is None or (by.is_authenticated and by.is_active):
        return GRANTED
    return refused(
        _(
            "Un compte s’ouvre par invitation. Demandez à un membre d’une alliance ou à "
            "l’administration de l’instance de vous inviter."
        )
    )


def can_close_account(by: Person | None, person: Person) -> Verdict:
    """A person closes their own account; an administrator any, but not the last one's."""
    if by is not None and by.pk != person.pk and not by.is_superuser:
        return refused(
            _("Seule l’administration de l’instance ferme le compte d’une autre personne.")
        )
    return _keeps_an_administrator(person)


def can_end_session(by: Person | None, session: UserSession) -> Verdict:
    """Sign a machine out: whoever is signed in on it."""
    if by is not None and session.user_id == by.pk:
        return GRANTED
    return refused(_("Chacun ferme ses propres sessions."))


def can_administer_persons(by: Person | None) -> Verdict:
    """Give or take the administration, reopen an account."""
    if by is None or (by.is_active and by.is_superuser):
        return GRANTED
    return refused(
        _("Ce geste revient à l’administration de l’instance. Écrivez-lui pour le demander.")
    )


def can_lose_administration(by: Person | None, person: Person) -> Verdict:
    """The instance keeps at least one administrator."""
    return can_administer_persons(by) and _keeps_an_administrator(person)


def _keeps_an_administrator(person: Person) -> Verdict:
    others = Person.objects.filter(is_superuser=True, is_active=True).exclude(pk=person.pk)
    if person.is_superuser and person.is_active and not others.exists():
        return refused(
            _(
                "C’est la dernière personne qui administre cette instance. "
                "Donnez d’abord l’administration à quelqu’un d’autre."
            )
        )
    return GRANTED


def can_revoke_link(user: Person | AnonymousUser, link: PersonalLink) -> Verdict:
    """Who issued a link, or whom it is for, may take it back."""
    if user.is_authenticated and user.pk in (link.issued_by_id, link.person_id):
        return GRANTED
    return refused(
        _("Ce lien n’est pas à vous : seule la personne qui l’a émis ou reçu peut le retirer.")
    )


def can_sign_in_by_link(user: Person | AnonymousUser, person: Person) -> Verdict:
    """A link opens a first session only: it may have been read by others than its addressee.

    Once the person has signed in, or protects the account by a second factor, only they can
    open a session.
    """
    if user.is_authenticated and user.pk != person.pk:
        return refused(
            _("Vous êtes dans le compte de %(name)s. Déconnectez-vous, puis rouvrez ce lien.")
            % {"name": user.full_name}
        )
    if not person.is_active:
        return refused(
            _("Ce compte est fermé. Écrivez à l’administration de l’instance pour le rouvrir.")
        )
    if user.is_authenticated:
        return GRANTED
    if is_mfa_enabled(person):
        return refused(
            _(
                "Votre compte est protégé par un second facteur. "
                "Connectez-vous d’abord, puis rouvrez ce lien."
            )
        )
    if person.last_login is not None:
        return refused(
            _("Cette adresse a déjà un compte. Connectez-vous d’abord, puis rouvrez ce lien.")
        )
    return GRANTED
