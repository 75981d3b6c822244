"""Find partnerships and tell what they say together: several answers each, never a pie (R4)."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import (
    CharField,
    Count,
    Exists,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from terreau.actors.models import ActionDomain, Mandate, Organisation
from terreau.core.formats import format_number
from terreau.core.pictures import Picture
from terreau.core.pictures.bars import Bar, draw_bars
from terreau.partnerships.enums import Category, Provenance, Scope
from terreau.partnerships.models import (
    Partnership,
    PartnershipCategory,
    PartnershipScope,
    Party,
)

ON_A_PAGE = 20
# Up to here, who may see what is asked once, and the page and its pictures by keys.
FEW = 500


def find_partnerships(person, filters: Mapping[str, Any], *, today) -> QuerySet[Partnership]:
    """Partnerships this person may see, filtered by what the form says."""
    found = Partnership.objects.visible_to(person, today=today)
    for word in (filters.get("q") or "").split()[:8]:
        named = Party.objects.filter(
            partnership=OuterRef("pk"), organisation__in=Organisation.objects.named_like(word)
        )
        found = found.filter(Q(title__icontains=word) | Q(action__icontains=word) | Exists(named))
    if filters.get("provenance") != "all":
        found = found.filter(provenance=filters.get("provenance") or Provenance.ACCOMPANIED)
    for name in ("level", "stage"):
        if filters.get(name):
            found = found.filter(**{name: filters[name]})
    if filters.get("category"):
        rows = PartnershipCategory.objects.filter(category=filters["category"])
        found = found.filter(pk__in=rows.values("partnership"))
    if filters.get("scope"):
        rows = PartnershipScope.objects.filter(scope=filters["scope"])
        found = found.filter(pk__in=rows.values("partnership"))
    return _by_people(found, person, filters, today)


def narrowed(found: QuerySet[Partnership]) -> QuerySet[Partnership]:
    """Give the same partnerships by their keys, when they are few: the page asks for them often."""
    keys = list(found.order_by().values_list("pk", flat=True)[: FEW + 1])
    return found if len(keys) > FEW else Partnership.objects.filter(pk__in=keys)


def _by_people(found, person, filters: Mapping[str, Any], today) -> QuerySet[Partnership]:
    if filters.get("domain"):
        rows = Partnership.domains.through.objects.filter(actiondomain__code=filters["domain"])
        found = found.filter(pk__in=rows.values("partnership"))
    here = Party.objects.current()
    if filters.get("world"):
        found = found.filter(
            pk__in=here.filter(organisation__world=filters["world"]).values("partnership")
        )
    if filters.get("mine") and person.is_authenticated:
        mandates = Mandate.objects.filter(person=person).current(today)
        mine = here.filter(organisation__in=mandates.values("organisation"))
        found = found.filter(pk__in=mine.values("partnership"))
    return found


def page_of(found: QuerySet[Partnership], number, total: int) -> Page:
    """Give one page with its parties and its categories; the total is already known."""
    parties = Party.objects.current().select_related("organisation").order_by("pk")
    rows = found.order_by("-created_at", "-pk").prefetch_related(
        Prefetch("parties", queryset=parties, to_attr="here"), "categories"
    )
    paginator = Paginator(rows, ON_A_PAGE)
    paginator.__dict__["count"] = total
    return paginator.get_page(number)


def count_told(found: QuerySet[Partnership]) -> dict[str, int]:
    """Count them, and those whose categories, scopes and domains somebody noted: the bases."""

    def has(rows: QuerySet) -> Q:
        return Q(Exists(rows.filter(partnership=OuterRef("pk"))))

    return found.order_by().aggregate(
        total=Count("pk"),
        category=Count("pk", filter=has(PartnershipCategory.objects.order_by())),
        scope=Count("pk", filter=has(PartnershipScope.objects.order_by())),
        domain=Count("pk", filter=has(Partnership.domains.through.objects.order_by())),
    )


def pictures_of(
    found: QuerySet[Partnership], bases: Mapping[str, int], domains: Sequence[ActionDomain]
) -> list[Picture]:
    """Draw categories, scopes and domains as shares of the partnerships that have any."""
    counts = _counts(found.order_by().values("pk"))
    of_domains = counts["domain"]
    told = [(str(one.pk), str(one)) for one in domains if str(one.pk) in of_domains]
    told.sort(key=lambda pair: -of_domains[pair[0]])
    asked = (
        ("category", _("Catégories"), Category.choices),
        ("scope", _("Portée"), Scope.choices),
        ("domain", _("Domaines"), told),
    )
    drawn = [
        _shares(title, choices, counts[key], bases[key], bases["total"])
        for key, title, choices in asked
    ]
    return [one for one in drawn if one]


def _counts(keys: QuerySet) -> dict[str, dict[str, int]]:
    """Count each answer of the three questions, in one query."""
    sources = (
        ("category", PartnershipCategory.objects, "category"),
        ("scope", PartnershipScope.objects, "scope"),
        ("domain", Partnership.domains.through.objects, "actiondomain"),
    )
    first, *others = (
        rows.filter(partnership__in=keys)
        .order_by()
        .annotate(kind=Value(kind), told=Cast(column, CharField()))
        .values("kind", "told")
        .annotate(number=Count("partnership", distinct=True))
        for kind, rows, column in sources
    )
    counts: dict[str, dict[str, int]] = {kind: {} for kind, _rows, _column in sources}
    for row in first.union(*others, all=True):
        counts[row["kind"]][row["told"]] = row["number"]
    return counts


def _shares(title: str, choices, counts: Mapping, base: int, total: int) -> Picture | None:
    if not base:
        return None
    bars = [Bar(str(label), counts.get(key, 0) / base) for key, label in choices]
    told = ngettext(
        "%(base)s partenariat où c’est noté, sur %(total)s",
        "%(base)s partenariats où c’est noté, sur %(total)s",
        base,
    ) % {"base": format_number(base), "total": format_number(total)}
    return draw_bars(
        bars,
        title=title,
        description=_("Part des partenariats, un partenariat pouvant compter plusieurs fois."),
        base=told,
        is_rate=True,
        several_answers=True,
        headers=(title, _("Part")),
    )
