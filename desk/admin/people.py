"""People and the roles they have. What is done goes through the database's own functions
(desk/people.py, desk/roles.py), says why, and stands on the person's page.
"""

from django import forms
from django.contrib import admin, messages
from django.db.models import Count, Exists, OuterRef, Q
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.utils.translation import pgettext as _in

from desk import looking, people, scopes, second_factor
from desk.admin.reading import ReadOnlyAdmin
from desk.forms.profile.step import LTR, TextField
from desk.models import Moderator, Person, PersonVerb, Scope, Stewardship
from desk.numbers import number_of
from directory import codes
from directory.models import ActorVersion
from evidence.wording.names import name_of

LONGEST = 500
MOST = 200  # rows of one list on a person's page

# What each act is called on its button, and what is said before it is done.
BUTTONS = {
    PersonVerb.DEACTIVATE: gettext_lazy("Close the account"),
    PersonVerb.REACTIVATE: gettext_lazy("Open the account again"),
    PersonVerb.RESET_FACTOR: gettext_lazy("Take the second factor away"),
    PersonVerb.END_SESSIONS: gettext_lazy("End every session"),
}
MEANS = {
    PersonVerb.DEACTIVATE: gettext_lazy(
        "Nobody can log in with this account, and its sessions end now. What was published stays,"
        " and so do the roles: they count again when the account is opened again."
    ),
    PersonVerb.REACTIVATE: gettext_lazy("The account can log in again, with the roles it had."),
    PersonVerb.RESET_FACTOR: gettext_lazy(
        "The next login asks for the password or a code by mail alone. Do this only for who has"
        " shown in another way that the account is hers. Its sessions end now."
    ),
    PersonVerb.END_SESSIONS: gettext_lazy("Every device has to log in again."),
}


class WithReason(forms.Form):
    reason = TextField(
        label=gettext_lazy("Reason"),
        max_length=LONGEST,
        help_text=gettext_lazy("Kept with the act for ever, and told to the person by mail."),
        widget=forms.Textarea({"rows": 3}),
    )


class RoleFilter(admin.SimpleListFilter):
    title = gettext_lazy("role")
    parameter_name = "role"

    def lookups(self, request, model_admin):
        return [
            ("administrator", _("administrator")),
            ("moderator", _("moderator")),
            ("steward", _("keeps a profile")),
        ]

    def queryset(self, request, queryset):
        standing = {
            "administrator": Q(is_superuser=True),
            "moderator": Q(is_moderator=True),
            "steward": Q(kept__gt=0),
        }
        return queryset.filter(standing[self.value()]) if self.value() in standing else queryset


@admin.register(Person)
class PersonAdmin(ReadOnlyAdmin):
    """Looked up, and acted on for a reason; an account's own words are its owner's to write."""

    change_form_template = "admin/person.html"
    list_display = ["email", "name", "has_roles", "language", "date_joined", "may_log_in"]
    list_filter = [RoleFilter, "is_active", "language"]
    list_per_page = 50
    show_full_result_count = False
    search_fields = ["email", "name", "emailaddress__email"]
    ordering = ["-date_joined", "pk"]
    fields = [
        "email",
        "name",
        "language",
        "date_joined",
        "last_login",
        "administers",
        "may_log_in",
        "factor",
        "sessions",
    ]
    readonly_fields = ["administers", "may_log_in", "factor", "sessions"]

    def get_queryset(self, request):
        moderates = Moderator.objects.standing().filter(person=OuterRef("pk"))
        kept = Count("stewardships", filter=Q(stewardships__revoked_at=None), distinct=True)
        found = super().get_queryset(request)
        return found.annotate(is_moderator=Exists(moderates), kept=kept)

    @admin.display(description=gettext_lazy("roles"))
    def has_roles(self, person):
        held = [
            (person.is_superuser, _("administrator")),
            (person.is_moderator, _("moderator")),
            (person.kept, _("keeps profiles: %s") % person.kept),
        ]
        return ", ".join(words for holds, words in held if holds) or "—"

    @admin.display(description=gettext_lazy("administrator"), boolean=True)
    def administers(self, person):
        return person.is_superuser

    @admin.display(description=gettext_lazy("may log in"), boolean=True)
    def may_log_in(self, person):
        return person.is_active

    @admin.display(description=gettext_lazy("second factor"), boolean=True)
    def factor(self, person):
        return second_factor.has_one(person)

    @admin.display(description=gettext_lazy("sessions"))
    def sessions(self, person):
        return person.usersession_set.count()

    def get_urls(self):
        act = self.admin_site.admin_view(self.act)
        return [path("<int:pk>/act/<slug:verb>/", act, name="desk_person_act"), *super().get_urls()]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        person = self.get_object(request, object_id)
        told = {}
        if person is not None:
            looking.note(request.user, person)
            told = self._told(request, person)
        return super().change_view(request, object_id, form_url, told | (extra_context or {}))

    def _told(self, request, person):
        moderates = list(person.moderates.select_related("given_by").order_by("-since")[:MOST])
        acts = list(person.acts.select_related("by").order_by("-at", "-pk")[:MOST])
        names = scopes.named((one.scope, one.code) for one in [*moderates, *acts] if one.scope)
        for one in [*moderates, *acts]:
            one.of = _scope_words(one, names) if one.scope else ""
        able = [(verb.value, BUTTONS[verb]) for verb in people.may_become(person, by=request.user)]
        appoint = person.is_active and reverse("admin:desk_moderator_add") + f"?person={person.pk}"
        return {
            "title": str(person),
            "subtitle": None,
            "able": able,
            "is_own": person == request.user,
            "appoint": appoint,
            "moderates": moderates,
            "keeps": self._keeps(person),
            "acts": acts,
        }

    def _keeps(self, person):
        held = Stewardship.objects.standing().of(person).select_related("actor").order_by("since")
        held = list(held[:MOST])
        shown = ActorVersion.objects.current().filter(code__in=[one.actor.code for one in held])
        names = dict(shown.values_list("code", "text__names"))
        return [
            {
                "name": name_of({"names": names.get(one.actor.code) or {}}),
                "code": codes.show(one.actor.code),
                "role": one.get_role_display(),
                "since": one.since,
            }
            for one in held
        ]

    def act(self, request, pk, verb):
        """One act: what it means, why, and a button."""
        person = Person.objects.filter(pk=pk).first()
        if person is None or verb not in {each.value for each in BUTTONS}:
            raise Http404
        verb = PersonVerb(verb)
        back = reverse("admin:desk_person_change", args=[pk])
        form = WithReason(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            try:
                people.act(person, verb, by=request.user, reason=form.cleaned_data["reason"])
            except people.OwnAccount:
                form.add_error(None, _("Your own account is looked after on its own pages."))
            except people.AlreadySo:
                form.add_error(None, _("This is so already."))
            except people.LastAdministrator:
                form.add_error(None, _("The last administrator stays."))
            else:
                self.message_user(request, _("Done, and told to the person by mail."))
                return HttpResponseRedirect(back)
        elif verb not in people.may_become(person, by=request.user):
            self.message_user(request, _("Nothing here is to be done now."), messages.WARNING)
            return HttpResponseRedirect(back)
        context = self.admin_site.each_context(request) | {
            "title": BUTTONS[verb],
            "subtitle": str(person),
            "opts": self.opts,
            "form": form,
            "means": MEANS[verb],
            "button": BUTTONS[verb],
            "dangerous": verb is not PersonVerb.REACTIVATE,
        }
        return TemplateResponse(request, "admin/act.html", context)


class AppointForm(forms.ModelForm):
    """Who, and what; an actor's or a programme's code as people type it."""

    email = forms.EmailField(
        label=gettext_lazy("e-mail address of the account"), widget=forms.EmailInput(LTR)
    )
    reason = WithReason.base_fields["reason"]

    class Meta:
        model = Moderator
        fields = ("scope", "code")
        widgets = {"code": forms.TextInput(LTR)}
        help_texts = {
            "code": gettext_lazy(
                "MA for the country, two digits for a region, else the code as printed."
            )
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


class StandingFilter(admin.SimpleListFilter):
    title = gettext_lazy("standing")
    parameter_name = "standing"

    def lookups(self, request, model_admin):
        return [("now", _("moderates now")), ("dismissed", _("was dismissed"))]

    def queryset(self, request, queryset):
        if self.value() not in ("now", "dismissed"):
            return queryset
        return queryset.filter(dismissed_at__isnull=self.value() == "now")


@admin.register(Moderator)
class ModeratorAdmin(admin.ModelAdmin):
    form = AppointForm
    fields = ("email", "scope", "code", "reason")
    list_display = ["who", "scope", "of", "since", "given_by", "dismissed_at", "ending"]
    list_display_links = None
    list_filter = ["scope", StandingFilter]
    list_per_page = 50
    search_fields = ["person__email", "person__name", "code"]
    list_select_related = ["person", "given_by"]
    ordering = ["-since", "-pk"]

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_urls(self):
        dismiss = self.admin_site.admin_view(self.dismiss)
        own = [path("<int:pk>/dismiss/", dismiss, name="desk_moderator_dismiss")]
        return [*own, *super().get_urls()]

    def add_view(self, request, form_url="", extra_context=None):
        alone = {"show_save_and_add_another": False, "show_save_and_continue": False}
        return super().add_view(request, form_url, alone | (extra_context or {}))

    def get_changeform_initial_data(self, request):
        """From a person's page: her address is there already."""
        person = Person.objects.filter(pk=number_of(request.GET.get("person", ""))).first()
        return {"email": person.email} if person else {}

    @admin.display(description=gettext_lazy("person"), ordering="person__email")
    def who(self, moderator):
        address = reverse("admin:desk_person_change", args=[moderator.person_id])
        return format_html('<a href="{}"><bdi>{}</bdi></a>', address, moderator.person)

    @admin.display(description=gettext_lazy("code"), ordering="code")
    def of(self, moderator):
        return _scope_words(moderator, scopes.named([(moderator.scope, moderator.code)]))

    @admin.display(description="")
    def ending(self, moderator):
        if moderator.dismissed_at:
            return ""
        address = reverse("admin:desk_moderator_dismiss", args=[moderator.pk])
        return format_html('<a href="{}">{}</a>', address, _in("moderator", "Dismiss"))

    def save_model(self, request, obj, form, change):
        reason = form.cleaned_data["reason"]
        given = people.appoint(obj.person, obj.scope, obj.code, by=request.user, reason=reason)
        obj.pk = given.pk

    def log_addition(self, request, obj, message):
        """The act is written beside the person, with its reason."""

    def dismiss(self, request, pk):
        moderator = Moderator.objects.select_related("person").filter(pk=pk).first()
        if moderator is None:
            raise Http404
        back = reverse("admin:desk_person_change", args=[moderator.person_id])
        form = WithReason(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            try:
                people.dismiss(moderator, by=request.user, reason=form.cleaned_data["reason"])
            except people.AlreadySo:
                form.add_error(None, _("This is so already."))
            else:
                self.message_user(request, _("Done, and told to the person by mail."))
                return HttpResponseRedirect(back)
        elif moderator.dismissed_at:
            self.message_user(request, _("Nothing here is to be done now."), messages.WARNING)
            return HttpResponseRedirect(back)
        context = self.admin_site.each_context(request) | {
            "title": _("Dismiss the moderator"),
            "subtitle": f"{moderator.person}: {scopes.told(moderator.scope, moderator.code)}",
            "opts": self.opts,
            "form": form,
            "means": _("The moderator decides nothing more in this scope. Past decisions stand."),
            "button": _("Dismiss the moderator"),
            "dangerous": True,
        }
        return TemplateResponse(request, "admin/act.html", context)


def _scope_words(one, names):
    """A scope in a list: its name where it has one, and its code."""
    name = names.get((one.scope, one.code))
    if one.scope == Scope.COUNTRY:
        return _("the whole country")
    shown = one.code if one.scope == Scope.REGION else codes.show(one.code)
    if name is None:
        return format_html("<bdi>{}</bdi>", shown)
    return format_html("{} (<bdi>{}</bdi>)", name.marked(), shown)
