"""The actors in the administration: looked at and repaired there, acted upon in the pages."""

from django.contrib import admin
from simple_history.admin import SimpleHistoryAdmin

from terreau.actors.models import (
    ActionDomain,
    Campaign,
    CampaignTarget,
    Competence,
    DevelopmentGoal,
    DuplicatePair,
    ExternalSeat,
    Mandate,
    NetworkMembership,
    Objection,
    Organisation,
    OrganisationAlias,
    OrganisationContact,
    OrganisationMerge,
    OrganisationNumber,
    Position,
    Resource,
    SheetChange,
    SheetReview,
    SheetTombstone,
    Source,
)


class ReadOnlyAdmin(admin.ModelAdmin):
    """What the pages write, with their checks and their journal: here it is only looked at."""

    show_full_result_count = False

    def has_add_permission(self, request) -> bool:
        """Nobody adds."""
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        """Nobody changes."""
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        """Nobody deletes."""
        return False


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


@admin.register(Source)
class SourceAdmin(ReadOnlyAdmin):
    list_display = ["name", "kind", "publisher", "licence", "vintage", "legal_basis", "created_at"]
    list_filter = ["kind", "legal_basis"]
    search_fields = ["name", "publisher"]


@admin.register(Position)
class PositionAdmin(ReadOnlyAdmin):
    """To answer a person who asks what is known of them, from which source, since when."""

    list_display = ["full_name", "title", "organisation", "source", "legal_basis", "informed_at"]
    list_filter = ["legal_basis"]
    list_select_related = ["organisation"]
    search_fields = ["full_name", "email", "organisation__folded"]


@admin.register(OrganisationNumber)
class OrganisationNumberAdmin(ReadOnlyAdmin):
    list_display = ["value", "scheme", "organisation"]
    list_filter = ["scheme"]
    list_select_related = ["organisation"]
    search_fields = ["value", "organisation__folded"]


@admin.register(Resource)
class ResourceAdmin(ReadOnlyAdmin):
    list_display = ["title", "direction", "nature", "organisation", "starts_on", "ends_on"]
    list_filter = ["direction", "nature"]
    list_select_related = ["organisation"]
    search_fields = ["title", "organisation__folded"]


@admin.register(Competence)
class CompetenceAdmin(ReadOnlyAdmin):
    list_display = ["name", "detail", "organisation"]
    list_select_related = ["organisation"]
    search_fields = ["name", "organisation__folded"]


@admin.register(NetworkMembership)
class NetworkMembershipAdmin(ReadOnlyAdmin):
    list_display = ["member", "network", "territory", "role", "starts_on", "ends_on"]
    list_select_related = ["member", "network", "territory"]
    search_fields = ["member__folded", "network__folded"]


@admin.register(ExternalSeat)
class ExternalSeatAdmin(ReadOnlyAdmin):
    list_display = ["organisation", "body", "role", "starts_on", "ends_on"]
    list_select_related = ["organisation"]
    search_fields = ["body", "organisation__folded"]


@admin.register(SheetChange)
class SheetChangeAdmin(ReadOnlyAdmin):
    list_display = ["organisation", "at", "posture", "origin", "source", "undone_at"]
    list_filter = ["origin"]
    list_select_related = ["organisation", "source"]
    search_fields = ["organisation__folded"]


@admin.register(SheetTombstone)
class SheetTombstoneAdmin(ReadOnlyAdmin):
    list_display = ["uuid", "removed_at"]
    search_fields = ["uuid"]


@admin.register(SheetReview)
class SheetReviewAdmin(ReadOnlyAdmin):
    list_display = ["organisation", "kind", "state", "author", "at", "seen_at"]
    list_filter = ["kind", "state"]
    list_select_related = ["organisation"]
    search_fields = ["organisation__folded"]


@admin.register(Campaign)
class CampaignAdmin(ReadOnlyAdmin):
    list_display = ["title", "kind", "state", "posture", "starts_on", "closes_on"]
    list_filter = ["kind", "state"]


@admin.register(CampaignTarget)
class CampaignTargetAdmin(ReadOnlyAdmin):
    """To find why a message did not leave."""

    list_display = ["organisation", "campaign", "sent_count", "sent_at", "failure", "answer"]
    list_filter = ["answer"]
    list_select_related = ["organisation", "campaign"]
    search_fields = ["email", "organisation__folded"]


@admin.register(DuplicatePair)
class DuplicatePairAdmin(ReadOnlyAdmin):
    list_display = ["first", "second", "score", "state", "found_at", "decided_at", "agreed_as"]
    list_filter = ["state"]
    list_select_related = ["first", "second"]
    search_fields = ["first__folded", "second__folded"]


@admin.register(OrganisationMerge)
class OrganisationMergeAdmin(ReadOnlyAdmin):
    list_display = ["absorbed_name", "kept_name", "posture", "merged_at", "undone_at"]
    # What the undoing needs: long, and nothing that a person reads.
    exclude = ["trace"]
    search_fields = ["absorbed_name", "kept_name"]


@admin.register(Objection)
class ObjectionAdmin(ReadOnlyAdmin):
    """How many asked not to be listed; a digest never says who."""

    list_display = ["kind", "on"]
    list_filter = ["kind"]
    exclude = ["digest"]
