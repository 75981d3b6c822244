"""Examples for `/style/`: invented words and figures, each component in each of its states."""

import datetime

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _

from terreau.core.partial_dates import PartialDate, PartialDateFormField
from terreau.core.pictures import Picture, PictureTable
from terreau.core.pictures.bars import Bar, draw_bars
from terreau.core.pictures.maps import (
    Area,
    Inset,
    MapLayer,
    MapPoint,
    draw_map,
    path_of_rings,
)
from terreau.core.pictures.matrix import MatrixRow, draw_matrix
from terreau.core.pictures.timeline import Lane, Milestone, Span, draw_timeline
from terreau.core.worlds_look import LOOKS

ROLES = [("f", _("facilitateur")), ("p", _("praticien")), ("t", _("témoin"))]
COLOURS = (
    "paper", "card", "ink", "soft", "line", "wash", "leaf", "sprout",
    "clay", "honey", "slate", "violet", "rose", "brown",
)  # fmt: skip
ICONS = (
    "plus", "minus", "search", "check", "close", "left", "right", "down", "up", "alert", "info",
    "sprout", "user", "users", "map", "pin", "globe", "sun", "moon", "print", "download",
    "upload", "edit", "trash", "link", "mail", "calendar", "clock", "quote", "door", "join",
    "spark", "book", "list", "eye", "lock", "filter", "flag", "target", "puzzle", "history",
    "logout", "settings", "building", "voices", "todo", "coin",
)  # fmt: skip


class SampleForm(forms.Form):
    """Hold one field of each kind."""

    name = forms.CharField(label=_("Nom de l’alliance"), help_text=_("Tel qu’on le dira."))
    question = forms.CharField(label=_("Question"), widget=forms.Textarea, required=False)
    started = PartialDateFormField(label=_("Début"), required=False)
    members = forms.IntegerField(label=_("Nombre de membres"), min_value=1)
    role = forms.ChoiceField(label=_("Rôle"), choices=ROLES)
    voice = forms.ChoiceField(label=_("Une voix"), choices=ROLES, widget=forms.RadioSelect)
    several = forms.MultipleChoiceField(
        label=_("Plusieurs rôles"),
        choices=ROLES,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    attachment = forms.FileField(label=_("Pièce jointe"), required=False)
    agreed = forms.BooleanField(label=_("Je peux dire cela au nom de mon organisation"))


def sample_forms() -> dict[str, SampleForm]:
    """Give the form empty, and refused."""
    refused = SampleForm(
        {"question": "Et si…", "started": "automne dernier", "members": "0", "role": "f"},
        auto_id="refus_%s",
    )
    return {"form": SampleForm(), "refused_form": refused}


def sample_communes() -> dict[tuple[int, int], Area]:
    """Invent nine communes that share their borders."""

    def corner(column: int, row: int) -> tuple[int, int]:
        return (
            column * 100 + (row * 37 + column * 11) % 30,
            row * 80 + (column * 29 + row * 13) % 26,
        )

    return {
        (column, row): Area(
            *path_of_rings(
                [
                    [
                        corner(column, row),
                        corner(column + 1, row),
                        corner(column + 1, row + 1),
                        corner(column, row + 1),
                    ]
                ]
            ),
            label=f"Commune {column + 3 * row + 1}",
        )
        for column in range(3)
        for row in range(3)
    }


def sample_map() -> Picture:
    """Draw nine invented communes, two of them together, with actors and an inset."""
    communes = sample_communes()
    inside = [(1, 1), (2, 1)]
    points = (
        MapPoint(160, 108, "Mairie de Valbourg", "public", weight=2),
        MapPoint(166, 132, "Club d’entreprises du Val", "economic"),
        MapPoint(250, 110, "Régie de quartier Les Deux Rives", "general_interest"),
        MapPoint(262, 140, "Lycée Simone-Weil", "academic"),
    )
    island = Inset("Île lointaine", (MapLayer((communes[0, 0],), css="is-inside"),))
    table = PictureTable(
        "Acteurs du périmètre",
        ("Acteur", "Monde"),
        tuple((point.label, str(LOOKS[point.world].word)) for point in points),
    )
    return draw_map(
        [
            MapLayer(
                tuple(area for place, area in communes.items() if place not in inside),
                css="is-neighbour",
            ),
            MapLayer(tuple(communes[place] for place in inside), css="is-inside"),
            MapLayer(points=points),
        ],
        title="Un périmètre de deux communes",
        description="Deux communes voisines au centre, et quatre acteurs de quatre mondes.",
        table=table,
        insets=[island],
        note="Base : 4 acteurs inventés.",
    )


def sample_bars() -> Picture:
    """Draw shares of a multiple answer, one of them unknown."""
    return draw_bars(
        [
            Bar("Se connaître", 0.62, "slate"),
            Bar("Partager des locaux, des compétences et du temps de bénévoles", 0.48),
            Bar("Essayer ensemble", 0.31, "economic"),
            Bar("Convaincre un financeur", 0.004, "clay"),
            Bar("Autre", None),
        ],
        title="Ce que les membres attendent",
        description="Se connaître vient d’abord : 62 % le citent.",
        base="45 organisations interrogées en 2026, chiffres inventés",
        is_rate=True,
        several_answers=True,
    )


def sample_matrix() -> Picture:
    """Draw worlds × domains with blind spots, an unknown value and a very long name."""
    columns = ("Emploi et insertion", "Handicap", "Jeunesse", "Culture", "Environnement")
    rows = [
        MatrixRow("Publics", (3, 1, 4, 1, 0), "public"),
        MatrixRow("Économiques", (6, 0, 4, 0, 2), "economic"),
        MatrixRow("Intérêt général", (2, 3, None, 1, 0), "general_interest"),
        MatrixRow("Fédération interdépartementale des acteurs du lien social", (1, 0, 0, 2, 1)),
    ]
    return draw_matrix(
        rows,
        columns,
        title="Qui agit sur quoi",
        description="Trois angles morts : environnement pour deux mondes, handicap pour un.",
        base="Nombre d’organisations engagées. Base : 17 membres inventés ; plusieurs réponses "
        "possibles.",
        holes=frozenset({(0, 4), (1, 1), (2, 4)}),
        hole_word="vide",
    )


def sample_timeline() -> Picture:
    """Draw three lives at once, with partial dates, milestones close together and an open end."""
    return draw_timeline(
        [
            Lane(
                "Dialogue",
                (Span(PartialDate("2012"), None),),
                "slate",
                (
                    Milestone(PartialDate("2012-09"), "première table"),
                    Milestone(PartialDate("2013-01"), "deuxième table, au lycée"),
                ),
            ),
            Lane(
                "Expérimentations",
                (Span(PartialDate("2013-24"), PartialDate("2015-06"), "Semaine des métiers"),),
                "honey",
                (Milestone(PartialDate("2014-04"), "22 mois d’essais"),),
                grown_from=0,
            ),
            Lane(
                "Partenariats",
                (Span(PartialDate("2014-06"), None), Span(PartialDate("2015-21"), None)),
                "leaf",
                (Milestone(PartialDate("2014-06-26"), "premier partenariat"),),
                grown_from=1,
            ),
        ],
        title="Le chemin",
        description="Le dialogue commence en 2012 ; les essais et les partenariats suivent.",
        today=datetime.date(2017, 3, 1),
        note="Plusieurs phases vivent en même temps ; aucune n’est obligatoire.",
    )


def style_context() -> dict:
    """Gather everything the sheet shows."""
    return {
        **sample_forms(),
        "colours": COLOURS,
        "icons": ICONS,
        "worlds": list(LOOKS),
        "pictures": [sample_timeline(), sample_matrix(), sample_bars(), sample_map()],
        "steps": [_("Question"), _("Périmètre"), _("Premier invité")],
        "tab_items": [(_("Tableau"), "#onglets", True), (_("Carte"), "#onglets-carte", False)],
        "trail": [(_("Alliances"), "#fil"), (_("Agir ensemble"), "")],
        "page": Paginator(range(400), 20).get_page(7),
        "a_day": PartialDate("2019-06-26"),
        "a_season": PartialDate("2013-23"),
    }
