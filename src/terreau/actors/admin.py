"""The actors in the administration: looked at and repaired there, acted upon in the pages."""

from django.contrib import admin
from simple_history.admin import SimpleHistoryAdmin

from terreau.actors.models import (
    ActionDomain,
    DevelopmentGoal,
    Mandate,
    Organisation,
    OrganisationAlias,
    OrganisationContact,
)


class AliasInline(admin.TabularInline):
    model = OrganisationAlias
    extra = 0


class ContactInline(admin.TabularInline):
    model = OrganisationContact
    extra = 0


@admin.register(Organisation)
class OrganisationAdmin(SimpleHistoryAdmin):
    list_display = ["name", "world", "subtype", "place", "is_public", "updated_at"]
    list_filter = ["world", "is_public"]
    list_select_related = ["place"]
    search_fields = ["folded", "aliases__folded"]
    raw_id_fields = ["place", "perimeter", "created_by"]
    filter_horizontal = ["domains"]
    inlines = [AliasInline, ContactInline]


@admin.register(Mandate)
class MandateAdmin(admin.ModelAdmin):
    list_display = ["person", "organisation", "title", "starts_on", "ends_on"]
    list_select_related = ["person", "organisation"]
    search_fields = ["person__full_name", "person__email", "organisation__folded"]
    raw_id_fields = ["person", "organisation"]

    def has_delete_permission(self, request, obj=None) -> bool:
        """A mandate is closed, never deleted (R12)."""
        return False


@admin.register(ActionDomain)
class ActionDomainAdmin(admin.ModelAdmin):
    list_display = ["name", "code", "dimension", "position"]
    filter_horizontal = ["goals"]


@admin.register(DevelopmentGoal)
class DevelopmentGoalAdmin(admin.ModelAdmin):
    list_display = ["number", "name"]
