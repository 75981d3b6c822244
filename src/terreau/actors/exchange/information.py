"""Tell the persons of a file that they are in the directory (GDPR, article 14)."""

from django.conf import settings
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from terreau.actors.enums import LegalBasis
from terreau.actors.exchange.drafts import PERSON
from terreau.actors.exchange.input_columns import person_columns
from terreau.actors.exchange.options import ImportOptions
from terreau.actors.models import Position, Source
from terreau.core.formats import format_long_date
from terreau.core.models import ImportRun

_CONTACT_DATA = ("emails", "phones")


def information_texts(run: ImportRun) -> list[tuple[str, str]]:
    """The message to send to the persons whom a finished import brought in, if any."""
    if not tells_of_persons(run):
        return []
    return [(_("Information à envoyer aux personnes (RGPD, article 14)"), _compose(run))]


def tells_of_persons(run: ImportRun) -> bool:
    """Whether columns of persons, or professional contacts, were taken."""
    if run.takes_personal and run.rows.filter(**{f"values__{PERSON}__isnull": False}).exists():
        return True
    return bool(set(_taken(run)) & set(_CONTACT_DATA)) or run.layout == "data-inclusion"


def _taken(run: ImportRun) -> list[str]:
    return [name for name in run.mapping.values() if name] if not run.layout else []


def _compose(run: ImportRun) -> str:
    options = ImportOptions.of(run.provenance, run.layout)
    basis = dict(LegalBasis.choices).get(options.legal_basis, _("à préciser avant l’envoi"))
    paragraphs = [
        _("Bonjour,"),
        _(
            "Votre nom ou vos coordonnées professionnelles figurent depuis le %(day)s dans "
            "l’annuaire des acteurs tenu avec Terreau. Cet annuaire aide des organisations d’un "
            "même territoire à se connaître et à agir ensemble."
        )
        % {"day": format_long_date(localdate(run.finished_at or run.created_at))},
        _("Ce que l’annuaire contient à votre sujet : %(data)s.") % {"data": _data(run)},
        _("D’où cela vient : %(source)s.") % {"source": _origin(run, options)},
        _("Sur quel fondement : %(basis)s (article 6 du RGPD).") % {"basis": basis},
        _("Qui peut le lire : les personnes connectées à l’annuaire ; rien n’en est publié."),
        _(
            "Combien de temps : tant que vous exercez cette fonction, et trois ans au plus sans "
            "confirmation de votre part."
        ),
        _(
            "Vos droits : vous pouvez lire ce qui vous concerne, le faire corriger ou effacer, en "
            "limiter l’usage, et vous opposer à y figurer, sans avoir à dire pourquoi. Une "
            "opposition est gardée : vos données ne reviendront pas par un autre fichier."
        ),
        _(
            "Pour cela, écrivez à %(contact)s. Vous pouvez aussi adresser une réclamation à la "
            "CNIL (www.cnil.fr)."
        )
        % {"contact": settings.DEFAULT_FROM_EMAIL},
    ]
    return "\n\n".join(paragraphs)


def _data(run: ImportRun) -> str:
    taken = set(_taken(run))
    labels = [str(column.label).lower() for column in person_columns() if column.name in taken]
    labels += [
        label
        for name, label in (
            ("emails", _("courriel professionnel de l’organisation")),
            ("phones", _("téléphone professionnel de l’organisation")),
        )
        if name in taken or run.layout
    ]
    return ", ".join(labels)


def _origin(run: ImportRun, options: ImportOptions) -> str:
    source = Source.objects.filter(run_id=run.pk).first()
    name = source.name if source else run.source or run.file_name
    told = (name, options.publisher, options.vintage, run.licence)
    return ", ".join(part for part in told if part)


def count_persons(run: ImportRun) -> int:
    """How many positions of persons an import wrote."""
    source = Source.objects.filter(run_id=run.pk).first()
    return Position.objects.filter(source=source.name).count() if source else 0
