"""Write what stands around an organisation: aliases, contacts, links."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from terreau.actors.models import Organisation, OrganisationAlias, OrganisationContact


@dataclass(frozen=True)
class ContactValues:
    """A way to reach the organisation, as it was typed."""

    kind: str
    value: str
    label: str = ""
    is_public: bool = False


def write_around(organisation: Organisation, values: Mapping[str, Any]) -> list[str]:
    """Write what stands in other tables; return the names of what changed."""
    changed = []
    for name in ("domains", "perimeter"):
        if name in values and _set_links(organisation, name, values[name]):
            changed.append(name)
    if "aliases" in values and _set_aliases(organisation, values["aliases"]):
        changed.append("aliases")
    if "contacts" in values and _set_contacts(organisation, values["contacts"]):
        changed.append("contacts")
    return changed


def _set_links(organisation: Organisation, name: str, rows: Iterable) -> bool:
    links = getattr(organisation, name)
    wanted = {row.pk for row in rows}
    if wanted == set(links.values_list("pk", flat=True)):
        return False
    links.set(wanted)
    return True


def _set_aliases(organisation: Organisation, names: Iterable[str]) -> bool:
    wanted = dict.fromkeys(names)
    known = set(organisation.aliases.values_list("name", flat=True))
    if set(wanted) == known:
        return False
    organisation.aliases.exclude(name__in=wanted).delete()
    OrganisationAlias.objects.bulk_create(
        OrganisationAlias(organisation=organisation, name=name)
        for name in wanted
        if name not in known
    )
    return True


def _set_contacts(organisation: Organisation, contacts: Iterable[ContactValues]) -> bool:
    wanted = list(dict.fromkeys(contacts))
    known = {
        ContactValues(row.kind, row.value, row.label, row.is_public): row
        for row in organisation.contacts.all()
    }
    if set(wanted) == set(known):
        return False
    gone = [row.pk for values, row in known.items() if values not in wanted]
    organisation.contacts.filter(pk__in=gone).delete()
    OrganisationContact.objects.bulk_create(
        OrganisationContact(
            organisation=organisation,
            kind=values.kind,
            value=values.value,
            label=values.label,
            is_public=values.is_public,
        )
        for values in wanted
        if values not in known
    )
    return True
