"""Editions in the administration: made by the worker when they are asked for here."""

from django.conf import settings
from django.contrib import admin, messages
from django.http import HttpResponseRedirect
from django.template.defaultfilters import filesizeformat
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from desk import editions
from desk.admin.jobs import STATES
from desk.admin.reading import ReadOnlyAdmin
from directory.models import Revision
from evidence.models import Edition


@admin.register(Edition)
class EditionAdmin(ReadOnlyAdmin):
    list_display = ["named", "revision_of", "issued", "weighs"]
    fields = list_display
    ordering = ["-number", "-issue"]
    change_list_template = "admin/editions.html"
    actions = ["make_again"]

    @admin.display(description=gettext_lazy("Edition"))
    def named(self, one):
        return format_html(
            "<bdi>{}</bdi>", f"{one.number}.{one.issue}" if one.issue else one.number
        )

    @admin.display(description=gettext_lazy("Revision"))
    def revision_of(self, one):
        return one.revision

    @admin.display(description=gettext_lazy("issued on"))
    def issued(self, one):
        return one.issued_at

    @admin.display(description=gettext_lazy("Size"))
    def weighs(self, one):
        return filesizeformat(one.size)

    @admin.action(description=gettext_lazy("Make again"))
    def make_again(self, request, queryset):
        for revision in sorted({one.revision for one in queryset}):
            self._ask(request, revision)

    def _ask(self, request, revision):
        if editions.ask(revision):
            self.message_user(request, _("Asked for: the edition of revision %s.") % revision)
        else:
            words = _("The edition of revision %s is asked for already.")
            self.message_user(request, words % revision, messages.WARNING)

    def get_urls(self):
        make = self.admin_site.admin_view(self.make)
        return [path("make/", make, name="evidence_edition_make"), *super().get_urls()]

    @method_decorator(require_POST)
    def make(self, request):
        """An edition of the register as it is now, which names where it can be found."""
        if settings.NAMED_ADDRESS:
            self._ask(request, Revision.objects.head().number)
        else:
            words = _("Say first where the site stands, in %s: an edition names its own address.")
            self.message_user(request, words % "ATHAR_HOSTS", messages.ERROR)
        return HttpResponseRedirect(reverse("admin:evidence_edition_changelist"))

    def changelist_view(self, request, extra_context=None):
        told = {
            "head": Revision.objects.head().number,
            "asked": [(job, STATES[job.status]) for job in editions.asked()],
        }
        return super().changelist_view(request, told | (extra_context or {}))
