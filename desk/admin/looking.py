"""The access log, for administrators."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from desk.admin.reading import ReadOnlyAdmin
from desk.models import Access


@admin.register(Access)
class AccessAdmin(ReadOnlyAdmin):
    """Who opened what is another person's: looked up, never written."""

    list_display = ["at", "by", "role", "kind", "number", "about"]
    list_filter = ["role", "kind"]
    list_select_related = ["by", "about"]
    search_fields = ["by__email", "by__name", "about__email", "about__name"]
    search_help_text = _("Who looked, or whose it is: an address or a name.")
    date_hierarchy = "at"
    fields = list_display
    ordering = ["-at", "-pk"]
