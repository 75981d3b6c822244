"""Describe an indicator in code; the row made of it can then be amended by staff."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from terreau.territories.enums import IndicatorAggregation, IndicatorSense
from terreau.territories.models import Indicator, ReferenceSource

# What the code decides, now and after an upgrade; the rest belongs to staff once it is written.
OF_THE_CODE = (
    *("unit", "aggregation", "numerator_slug", "denominator_slug", "weight_slug", "factor"),
    *("years_apart", "is_lasting", "formula", "source_id", "position"),
)


@dataclass(frozen=True, kw_only=True)
class IndicatorDefinition:
    """One indicator: the fields of `Indicator`, its source by slug.

    Texts are French, marked with `gettext_noop` where they are written.
    """

    slug: str
    name: str
    definition: str
    unit: str
    aggregation: str
    source: str
    formula: str = ""
    sense: str = IndicatorSense.NEITHER
    numerator_slug: str = ""
    denominator_slug: str = ""
    weight_slug: str = ""
    factor: float = 1.0
    years_apart: int = 0
    is_lasting: bool = False
    domain_codes: tuple[str, ...] = ()
    goals: tuple[int, ...] = ()
    licence: str = "Licence Ouverte / Etalab 2.0"
    notion: str = ""
    is_skewed: bool = False
    position: int = 500


def ratio_of(numerator: str, denominator: str, **more: Any) -> IndicatorDefinition:
    """Describe a ratio of two indicators."""
    return IndicatorDefinition(
        numerator_slug=numerator,
        denominator_slug=denominator,
        aggregation=IndicatorAggregation.RATIO,
        **more,
    )


def count_of(**more: Any) -> IndicatorDefinition:
    """Describe a count: it adds up, and a few large places hold most of it."""
    return IndicatorDefinition(aggregation=IndicatorAggregation.SUM, is_skewed=True, **more)


def ensure_definitions(
    definitions: Iterable[IndicatorDefinition], sources: dict[str, ReferenceSource]
) -> dict[str, Indicator]:
    """Write what is missing and what the code decides; what staff amended stays theirs."""
    known = {indicator.slug: indicator for indicator in Indicator.objects.all()}
    missing, changed = [], []
    for definition in definitions:
        fields = _fields(definition, sources)
        present = known.get(definition.slug)
        if present is None:
            missing.append(Indicator(**fields))
        elif any(getattr(present, name) != fields[name] for name in OF_THE_CODE):
            for name in OF_THE_CODE:
                setattr(present, name, fields[name])
            changed.append(present)
    Indicator.objects.bulk_create(missing)
    if changed:
        Indicator.objects.bulk_update(changed, OF_THE_CODE)
    return known | {indicator.slug: indicator for indicator in missing}


def _fields(definition: IndicatorDefinition, sources: dict[str, ReferenceSource]) -> dict[str, Any]:
    fields = asdict(definition)
    fields["source_id"] = sources[fields.pop("source")].pk
    return fields | {"domain_codes": list(definition.domain_codes), "goals": list(definition.goals)}
