"""Bring a network in from its files, then say of whom each name speaks."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from terreau.fabric.exchange.network_reading import NetworkFileError, ReadNetwork, read_network
from terreau.fabric.matching_names import NameMatch


class NetworkFilesForm(forms.Form):
    """The links, the nodes if they have their own list, and where this comes from."""

    edges = forms.FileField(
        label=_("Les liens"),
        help_text=_(
            "Un CSV ou un classeur avec deux colonnes : Source et Target (Gephi), From et To "
            "(Kumu), ou de et vers."
        ),
        error_messages={"required": _("Choisissez le fichier des liens.")},
    )
    nodes = forms.FileField(
        label=_("Les organisations"),
        required=False,
        help_text=_("Facultatif : Id, Label et, si vous l’avez, SIREN ou SIRET."),
    )
    source = forms.CharField(
        label=_("Source et licence"),
        max_length=300,
        help_text=_("D’où vient ce réseau, de quand, et sous quelle licence : ce sera affiché."),
        error_messages={"required": _("Dites d’où vient ce réseau.")},
    )

    read: ReadNetwork | None = None

    def clean(self) -> dict[str, Any]:
        """Read the files at once: what is wrong is told beside the field."""
        cleaned = super().clean() or {}
        edges, nodes = cleaned.get("edges"), cleaned.get("nodes")
        if edges:
            names = (str(edges.name), str(nodes.name) if nodes else "")
            try:
                self.read = read_network(edges.read(), nodes.read() if nodes else None, names)
            except NetworkFileError as error:
                self.add_error("edges", str(error))
        return cleaned


class ChoicesForm(forms.Form):
    """One choice a name: the sheet it speaks of, or nobody."""

    def __init__(
        self, data, *, nodes: Sequence[Mapping[str, str]], matches: Sequence[NameMatch]
    ) -> None:
        super().__init__(data)
        self.nodes = nodes
        for rank, (node, match) in enumerate(zip(nodes, matches, strict=True)):
            found = [(str(one.key), f"{one.name} ({one.why})") for one in match.choices]
            self.fields[f"node-{rank}"] = forms.ChoiceField(
                label=node["name"],
                required=False,
                choices=[("", _("laisser de côté")), *found],
                initial=str(match.sure.key) if match.sure else "",
                error_messages={"invalid_choice": _("Cette fiche n’est pas proposée pour ce nom.")},
            )

    @property
    def chosen(self) -> dict[str, int]:
        """The sheet chosen for each node of the file."""
        return {
            node["key"]: int(self.cleaned_data[f"node-{rank}"])
            for rank, node in enumerate(self.nodes)
            if self.cleaned_data.get(f"node-{rank}")
        }
