"""Who could bring a missing piece: offers and know-how of the directory, in the perimeter.

What is found is a reason to ask, never an assignment. A line that is promised already counts for
what is left of it.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from terreau.actors.enums import ResourceNature
from terreau.actors.models import Organisation
from terreau.alliances.models import Membership
from terreau.core.formats import join_clauses
from terreau.experiments.candidate_lines import Line, read_lines
from terreau.experiments.models import Contribution, Experiment, Piece
from terreau.experiments.puzzle_reading import plain_quantity
from terreau.experiments.resource_use import same_unit
from terreau.territories.models import Territory

MOST_SHOWN = 8
LEAST_LIKENESS = 0.40
# One euro, one room is worth another: the nature alone says that it may serve.
FUNGIBLE = (ResourceNature.FINANCIAL, ResourceNature.PREMISES)
N_BUSY = 3


@dataclass(frozen=True)
class Offer:
    """What one organisation could bring to one piece; an amount of None is to be asked."""

    organisation: Organisation
    line: Line
    amount: Decimal | None
    likeness: float
    is_close: bool  # near in words or in meaning, or of a nature that serves anything


@dataclass
class Candidate:
    """One organisation and why it could bring the piece."""

    organisation: Organisation
    offers: list[Offer] = field(default_factory=list)
    is_member: bool = False
    load: int = 0  # pieces it brings already, everywhere
    has_declined: bool = False  # this piece, when it was asked

    @property
    def rank(self) -> tuple:
        """Who said no last; near first, then members, then those who carry little."""
        best = max(self.offers, key=lambda one: (one.is_close, one.likeness))
        return (
            self.has_declined,
            not best.is_close,
            -round(best.likeness, 1),
            not self.is_member,
            self.load,
            self.organisation.name,
        )

    @property
    def reasons(self) -> list[str]:
        """Why, in the order of what counts, and what should make one hesitate."""
        told = [_say_offer(one) for one in sorted(self.offers, key=lambda o: -o.likeness)[:3]]
        if self.has_declined:
            told.insert(0, _("a déjà décliné cette pièce"))
        told.append(_("membre de l’alliance") if self.is_member else _("dans le périmètre"))
        if self.load:
            told.append(
                ngettext(
                    "apporte déjà %(n)d pièce : ménagez-la",
                    "apporte déjà %(n)d pièces : ménagez-la",
                    self.load,
                )
                % {"n": self.load}
                if self.load >= N_BUSY
                else ngettext("apporte déjà %(n)d pièce", "apporte déjà %(n)d pièces", self.load)
                % {"n": self.load}
            )
        return told


def _say_offer(one: Offer) -> str:
    if one.line.is_competence:
        return _("sait faire : %(what)s") % {"what": one.line.text}
    told = [_("offre « %(what)s »") % {"what": one.line.text}]
    if one.line.quantity is not None:
        told[0] += f" ({plain_quantity(one.line.quantity, one.line.unit)})"
        if one.amount is not None and one.amount < one.line.quantity:
            told.append(_("il en reste %(left)s") % {"left": plain_quantity(one.amount)})
    if not one.is_close:
        told.append(_("même nature, à vérifier"))
    return join_clauses(told)


def find_candidates(
    piece: Piece, *, today: datetime.date, most: int = MOST_SHOWN
) -> list[Candidate]:
    """List those who could bring a piece, and do not yet, the likeliest first."""
    experiment = piece.experiment
    offers = find_offers(experiment, [piece], today=today)[piece.pk]
    engaged = {
        row.organisation_id
        for row in piece.contributions.all()
        if row.state not in ("declined", "withdrawn")
    }
    found: dict[int, Candidate] = {}
    for one in offers:
        if one.organisation.pk not in engaged:
            found.setdefault(one.organisation.pk, Candidate(one.organisation)).offers.append(one)
    declined = {row.organisation_id for row in piece.contributions.all() if row.state == "declined"}
    loads = loads_of(found)
    for key, candidate in found.items():
        candidate.is_member = any(one.line.is_of_member for one in candidate.offers)
        candidate.load = loads.get(key, 0)
        candidate.has_declined = key in declined
    return sorted(found.values(), key=lambda one: one.rank)[:most]


def find_offers(
    experiment: Experiment, pieces: Sequence[Piece], *, today: datetime.date
) -> dict[int, list[Offer]]:
    """Match the lines of the sheets of the perimeter with pieces, in a few queries for all."""
    places = places_of(experiment)
    lines = read_lines(
        _around(experiment, places), pieces, members=_members(experiment), today=today
    )
    found: dict[int, list[Offer]] = defaultdict(list)
    for piece in pieces:
        for line, likeness in lines.near(piece):
            if line.amount_left == 0 or not _is_meant_for(line, piece, likeness):
                continue
            is_close = likeness >= LEAST_LIKENESS or piece.nature in FUNGIBLE
            offer = Offer(line.organisation, line, _amount(line, piece), likeness, is_close)
            found[piece.pk].append(offer)
    return found


def _is_meant_for(line: Line, piece: Piece, likeness: float) -> bool:
    if line.is_competence:
        return likeness >= LEAST_LIKENESS
    return line.nature == piece.nature


def _amount(line: Line, piece: Piece) -> Decimal | None:
    """How much of the piece it would fill; one, of a piece that is not counted."""
    if piece.quantity is None:
        return Decimal(1)
    if line.quantity is None or not same_unit(line.unit, piece.unit):
        return None
    return line.amount_left


def places_of(experiment: Experiment) -> list[Territory]:
    """Its own territories, or else the perimeter of its alliance, in one query."""
    through = Experiment.territories.through.objects
    own = through.filter(experiment=experiment, territory=OuterRef("pk"))
    rows = Territory.objects.filter(
        Q(experiments=experiment) | Q(alliances=experiment.alliance_id or 0)
    )
    places = list(rows.annotate(is_own=Exists(own)).distinct().order_by("pk"))
    return [place for place in places if place.is_own] or places


def _around(experiment: Experiment, places: Sequence[Territory]) -> Q:
    """The organisations of the perimeter: seated or acting there, or members of the alliance."""
    if not places:
        return Q()
    communes = Territory.objects.communes_of(places).order_by().values("pk")
    acting = Organisation.perimeter.through.objects.filter(territory__in=places)
    near = Q(organisation__place__in=communes)
    near |= Q(organisation__in=acting.values("organisation"))
    return near | Q(organisation__in=_members(experiment).values("organisation"))


def _members(experiment: Experiment) -> QuerySet[Membership]:
    """The member organisations of its alliance; nobody outside of one."""
    rows = Membership.objects.current().filter(alliance=experiment.alliance_id or 0)
    return rows.filter(organisation__isnull=False).order_by()


def loads_of(organisations: Iterable[int]) -> dict[int, int]:
    """How many pieces each of these brings or promises, everywhere, in one query."""
    rows = Contribution.objects.standing().filter(organisation__in=list(organisations))
    rows = rows.exclude(piece__experiment__state="stopped").order_by()
    return dict(rows.values_list("organisation").annotate(Count("pk")))
