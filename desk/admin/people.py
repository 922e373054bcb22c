"""People and the roles they have. Roles go through the database's own functions (desk/roles.py)."""

from django import forms
from django.contrib import admin, messages
from django.db import DatabaseError, transaction
from django.utils.translation import gettext_lazy as _

from desk import roles
from desk.admin.reading import ReadOnlyAdmin
from desk.models import Moderator, Person, Scope
from directory import codes


@admin.register(Person)
class PersonAdmin(ReadOnlyAdmin):
    """Looked up, never written: an account is its owner's, a role is the server's to give."""

    list_display = ["email", "name", "language", "date_joined", "is_superuser", "is_active"]
    list_filter = ["is_superuser", "is_active", "language"]
    search_fields = ["email", "name"]
    fields = ["email", "name", "language", "date_joined", "last_login", "is_superuser", "is_active"]


class AppointForm(forms.ModelForm):
    """Who, and what; an actor's or a programme's code as people type it."""

    email = forms.EmailField(label=_("e-mail address of the account"))

    class Meta:
        model = Moderator
        fields = ("scope", "code")
        help_texts = {
            "code": _("MA for the country, two digits for a region, else the code as printed.")
        }

    def clean_email(self):
        found = Person.objects.filter(
            email=self.cleaned_data["email"].lower(), is_active=True
        ).first()
        if found is None:
            raise forms.ValidationError(_("No account has this address."))
        self.instance.person = found
        return found.email

    def clean(self):
        cleaned = super().clean()
        scope, code = cleaned.get("scope"), cleaned.get("code", "").strip()
        if scope in (Scope.NETWORK, Scope.PROGRAMME) and code:
            try:
                cleaned["code"] = codes.parse(code)
            except (codes.MalformedCode, codes.MiskeyedCode):
                self.add_error("code", _("“%s” is no code, or it is mistyped.") % code)
        return cleaned


@admin.register(Moderator)
class ModeratorAdmin(admin.ModelAdmin):
    form = AppointForm
    fields = ("email", "scope", "code")
    list_display = ["person", "scope", "code", "since", "given_by", "dismissed_at"]
    list_filter = ["scope"]
    search_fields = ["person__email", "code"]
    actions = ["dismiss_selected"]
    list_select_related = ["person", "given_by"]

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        given = roles.appoint(obj.person, obj.scope, obj.code, by=request.user)
        obj.pk = given.pk

    @admin.action(description=_("Dismiss the moderator"))
    def dismiss_selected(self, request, queryset):
        for each in queryset:
            try:
                with transaction.atomic():
                    roles.dismiss(each, by=request.user)
            except DatabaseError:
                self.message_user(request, _("This could not be done."), messages.ERROR)
            else:
                self.log_change(request, each, "Dismissed.")
