"""Dossiers in the administration: which there are and whose. They are written at the desk, and what
is not issued yet is read by its author alone.
"""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from desk.admin.reading import ReadOnlyAdmin
from directory import codes
from evidence.dossiers.told import text
from evidence.models import Dossier


@admin.register(Dossier)
class DossierAdmin(ReadOnlyAdmin):
    list_display = ["shown_code", "title", "state", "author", "begun_at"]
    fields = ["shown_code", "title", "state", "author", "begun_at"]

    def get_queryset(self, request):
        found = super().get_queryset(request).select_related("writing__author")
        return found.prefetch_related("issues").order_by("-begun_at")

    @admin.display(description=gettext_lazy("code"))
    def shown_code(self, dossier):
        return format_html("<bdi>{}</bdi>", codes.show(dossier.code))

    @admin.display(description=gettext_lazy("title"))
    def title(self, dossier):
        """As it is public."""
        last = _last(dossier)
        if last is None:
            return "—"
        shown = text(last.content["titles"], get_language()).marked()
        address = reverse("permanent-dossier", args=[codes.show(dossier.code)])
        return format_html('<a href="{}">{}</a>', address, shown)

    @admin.display(description=gettext_lazy("state"))
    def state(self, dossier):
        last = _last(dossier)
        if last is None:
            return _("draft: nobody else sees it")
        return _("published, issue %s") % last.number

    @admin.display(description=gettext_lazy("author"))
    def author(self, dossier):
        writing = getattr(dossier, "writing", None)
        return writing.author if writing else "—"


def _last(dossier):
    return max(dossier.issues.all(), key=lambda one: one.number, default=None)
