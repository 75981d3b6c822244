"""Persons in the administration: accounts open, close and change role through the actions."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from terreau.accounts.actions import (
    close_account,
    give_administration,
    open_account,
    person_with_email,
    remove_second_factor,
    reopen_account,
    take_administration,
)
from terreau.accounts.models import Person, PersonalLink
from terreau.core.verdicts import Refused


class OpenAccountForm(forms.ModelForm):
    class Meta:
        model = Person
        fields = ["email", "full_name"]

    def clean_email(self) -> str:
        """Refuse an address already known, whatever its capitals."""
        email = self.cleaned_data["email"].lower()
        known = person_with_email(email)
        if known is not None and known.pk != self.instance.pk:
            raise ValidationError(_("Une personne a déjà cette adresse électronique."))
        return email


@admin.register(Person)
class PersonAdmin(admin.ModelAdmin):
    """Nobody reads or sets somebody else's password here: people reset their own."""

    list_display = ["full_name", "email", "is_active", "is_staff", "last_login"]
    list_filter = ["is_active", "is_staff"]
    search_fields = ["full_name", "email"]
    fields = ["email", "full_name", "language", "is_active", "is_staff", "joined_at", "last_login"]
    actions = ["close_accounts", "reopen_accounts", "unlock", "give", "take"]
    form = OpenAccountForm

    def get_fields(self, request, obj=None):
        return self.fields if obj else ["email", "full_name"]

    def get_readonly_fields(self, request, obj=None):
        return (
            [name for name in self.fields if name not in ("full_name", "language")] if obj else []
        )

    def has_delete_permission(self, request, obj=None) -> bool:
        """Accounts are closed, never deleted: what a person wrote keeps its author."""
        return False

    def save_model(self, request, obj, form, change):
        """Open through the action, so that the journal and the address follow."""
        if change:
            obj.save(update_fields=[*form.changed_data])
            return
        opened = open_account(
            email=obj.email,
            full_name=obj.full_name,
            by=request.user,
            now=timezone.now(),
            is_address_proved=False,
        )
        obj.pk = opened.pk
        obj.refresh_from_db()

    @admin.action(description=gettext_lazy("Fermer les comptes choisis"))
    def close_accounts(self, request, queryset):
        self._for_each(request, queryset, close_account)

    @admin.action(description=gettext_lazy("Rouvrir les comptes choisis"))
    def reopen_accounts(self, request, queryset):
        self._for_each(request, queryset, reopen_account)

    @admin.action(description=gettext_lazy("Retirer un second facteur perdu"))
    def unlock(self, request, queryset):
        self._for_each(request, queryset, remove_second_factor)

    @admin.action(description=gettext_lazy("Confier l’administration"))
    def give(self, request, queryset):
        self._for_each(request, queryset, give_administration)

    @admin.action(description=gettext_lazy("Retirer l’administration"))
    def take(self, request, queryset):
        self._for_each(request, queryset, take_administration)

    def _for_each(self, request, queryset, action) -> None:
        done = 0
        for person in queryset:
            try:
                action(person=person, by=request.user, now=timezone.now())
                done += 1
            except Refused as refusal:
                self.message_user(request, f"{person} : {refusal}", messages.ERROR)
        if done:
            self.message_user(
                request, _("C’est fait pour %(count)d personne(s).") % {"count": done}
            )


@admin.register(PersonalLink)
class PersonalLinkAdmin(admin.ModelAdmin):
    """Read only: a link is issued and taken back where it serves."""

    list_display = ["purpose", "subject", "person", "issued_by", "issued_at", "expires_at"]
    list_filter = ["purpose"]
    list_select_related = ["person", "issued_by"]
    exclude = ["secret_hash"]

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False
