"""Where citations were cited: reported and accepted at the desk, hidden and shown here as there."""

from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext_lazy

from desk.admin.reading import ReadOnlyAdmin
from desk.models import Writing
from desk.writings import uses
from directory import codes
from evidence.models import CitationUse


@admin.register(CitationUse)
class CitationUseAdmin(ReadOnlyAdmin):
    """Never rewritten; it can be hidden from the citation's page, and shown again."""

    fields = ("shown_code", "kind", "title", "who", "date", "date_precision", "page", "address")
    list_display = ["title", "shown_code", "who", "date", "hidden"]
    list_filter = ["hidden"]
    actions = ["hide", "show"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("citation").order_by("-entered_at")

    @admin.display(description=gettext_lazy("code"))
    def shown_code(self, use):
        return format_html("<bdi>{}</bdi>", codes.show(use.citation.code))

    @admin.action(description=gettext_lazy("Hide from the page of the citation"))
    def hide(self, request, queryset):
        self._set(request, queryset, True)

    @admin.action(description=gettext_lazy("Show on the page of the citation"))
    def show(self, request, queryset):
        self._set(request, queryset, False)

    def _set(self, request, queryset, hidden):
        """By the verb of the desk; what was entered before there was one has no row there."""
        for one in queryset:
            writing = Writing.objects.filter(use=one).first()
            if writing:
                uses.set_hidden(writing, hidden, by=request.user)
            else:
                one.hidden = hidden
                one.save(update_fields=["hidden"])
            self.log_change(request, one, "Hidden." if hidden else "Shown.")
