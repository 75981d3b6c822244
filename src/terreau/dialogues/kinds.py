"""The instruments behind one consultation: what each is called and where its page is."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from terreau.dialogues.models import Consultation


@dataclass(frozen=True)
class Kind:
    """One instrument: its table beneath `Consultation`, its word, its pages."""

    key: str
    label: str | Promise
    url_name: str = "dialogues:hub"  # its page takes the slug and the uuid; the hub, the slug
    new_url_name: str = ""
    new_label: str | Promise = ""
    promise: str | Promise = ""  # what it gives, in one sentence


KINDS = {
    kind.key: kind
    for kind in (
        Kind(
            "conversation",
            _("conversation"),
            "dialogues:conversation",
            "dialogues:conversation-new",
            _("Préparer une conversation"),
            _("De courts énoncés, trois réponses : ce qui unit, ce qui divise."),
        ),
        Kind(
            "outlook",
            _("regards croisés"),
            "dialogues:outlook",
            "dialogues:outlook-new",
            _("Préparer des regards croisés"),
            _("Chaque monde dit ce qui pèse ici ; les écarts se voient côte à côte."),
        ),
        Kind(
            "ballot",
            _("scrutin"),
            "dialogues:ballot",
            "dialogues:ballot-new",
            _("Préparer un scrutin"),
            _("Par quoi commencer : le résultat devient un ordre du jour que chacun signe."),
        ),
        Kind(
            "workshop",
            _("atelier"),
            "dialogues:workshop",
            "dialogues:workshop-create",
            _("Ouvrir un atelier"),
            _("Des groupes écrivent des propositions ; on suit ce qu’elles deviennent."),
        ),
    )
}


def register_kind(kind: Kind) -> None:
    """Let a domain above bring an instrument; the same key replaces."""
    KINDS[kind.key] = kind


def with_kinds(rows: QuerySet[Consultation]) -> QuerySet[Consultation]:
    """Read the consultations with what tells their instrument, in one query."""
    return rows.select_related("alliance", *KINDS)


def kind_of(consultation: Consultation) -> Kind:
    """Name the instrument of a consultation read by `with_kinds`."""
    return next(kind for key, kind in KINDS.items() if hasattr(consultation, key))


def page_of(consultation: Consultation) -> str:
    """The page of a consultation read by `with_kinds`."""
    kind, slug = kind_of(consultation), consultation.alliance.slug
    if kind.url_name == "dialogues:hub":
        return reverse(kind.url_name, args=[slug])
    return reverse(kind.url_name, args=[slug, consultation.uuid])
