"""The referential in the administration: read only, except the addresses of the sources."""

from django.contrib import admin

from terreau.territories.models import (
    Indicator,
    ReferenceImport,
    ReferenceSource,
    Succession,
    Territory,
)


class ReadOnlyAdmin(admin.ModelAdmin):
    """The official files are the truth: nobody edits their rows by hand."""

    def has_add_permission(self, request) -> bool:
        """Nobody adds."""
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        """Nobody changes."""
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        """Nobody deletes."""
        return False


@admin.register(Territory)
class TerritoryAdmin(ReadOnlyAdmin):
    list_display = ["name", "kind", "code", "departement", "population", "is_obsolete"]
    list_filter = ["kind", "is_obsolete"]
    list_select_related = ["departement"]
    search_fields = ["folded_name", "code"]
    show_full_result_count = False


@admin.register(Succession)
class SuccessionAdmin(ReadOnlyAdmin):
    list_display = ["predecessor", "successor", "on", "cause", "source"]
    list_select_related = ["predecessor", "successor"]


@admin.register(ReferenceImport)
class ReferenceImportAdmin(ReadOnlyAdmin):
    list_display = ["source", "loaded_at", "origin", "rows", "created", "rejected_count"]
    list_select_related = ["source"]


@admin.register(ReferenceSource)
class ReferenceSourceAdmin(ReadOnlyAdmin):
    list_display = ["name", "publisher", "vintage", "url"]
    readonly_fields = ["slug", "name", "publisher", "licence", "vintage", "note"]
    fields = [*readonly_fields, "url", "is_refreshable"]

    def has_change_permission(self, request, obj=None) -> bool:
        """Staff may follow an address that moved."""
        return request.user.is_staff


@admin.register(Indicator)
class IndicatorAdmin(ReadOnlyAdmin):
    """Figures come from their sources; what is said of them can be said better."""

    list_display = ["name", "slug", "unit", "aggregation", "source", "is_local"]
    list_filter = ["is_local", "aggregation"]
    list_select_related = ["source"]
    search_fields = ["name", "slug"]
    readonly_fields = [
        *("slug", "unit", "aggregation", "numerator_slug", "denominator_slug", "weight_slug"),
        *("factor", "years_apart", "formula", "source", "is_local"),
    ]
    fields = [
        *("name", "definition", "sense", "domain_codes", "goals", "notion", "is_skewed"),
        *("licence", *readonly_fields),
    ]

    def has_change_permission(self, request, obj=None) -> bool:
        """Staff may word an indicator for their territory."""
        return request.user.is_staff
