"""The outbox: mails that wait for a server or that it refused, as they look."""

from csp.decorators import csp_replace
from django.contrib import admin
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.views.decorators.clickjacking import xframe_options_deny

from desk import looking, mail
from desk.admin.reading import ReadOnlyAdmin
from desk.models import Bouncing, Mail

# A mail brings its styles within it, and nothing else may run or be fetched.
POLICY = {
    "default-src": ["'none'"],
    "script-src": None,
    "connect-src": None,
    "font-src": None,
    "manifest-src": None,
    "img-src": ["data:"],
    "style-src": ["'unsafe-inline'"],
    "form-action": ["'none'"],
    "sandbox": ["allow-top-navigation-by-user-activation", "allow-popups"],
}


@admin.register(Mail)
class MailAdmin(admin.ModelAdmin):
    """Read, sent again, thrown away; never written here."""

    list_display = ["queued_at", "to", "subject", "language", "attempts", "as_it_looks"]
    list_filter = ["language"]
    search_fields = ["to"]
    fields = ["to", "language", "subject", "text", "error", "as_it_looks"]
    readonly_fields = fields
    actions = ["send_again"]
    ordering = ["-queued_at"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def change_view(self, request, object_id, form_url="", extra_context=None):
        answer = super().change_view(request, object_id, form_url, extra_context)
        if (written := self.get_object(request, object_id)) is not None:
            looking.note(request.user, written)
        return answer

    @admin.display(description=_("as it looks"))
    def as_it_looks(self, written):
        address = reverse("admin:desk_mail_look", args=[written.pk])
        return format_html('<a href="{}">{}</a>', address, _("Look"))

    @admin.action(description=_("Send again"))
    def send_again(self, request, queryset):
        count = mail.again(queryset)
        self.message_user(request, _("On their way: %s") % count)

    def get_urls(self):
        look = self.admin_site.admin_view(self.look)
        own = [path("<int:pk>/look/", look, name="desk_mail_look")]
        return [*own, *super().get_urls()]

    @xframe_options_deny
    def look(self, request, pk):
        written = get_object_or_404(Mail, pk=pk)
        looking.note(request.user, written)
        return _page(request, written)


@csp_replace(POLICY)
def _page(request, written):
    return HttpResponse(written.html)


@admin.register(Bouncing)
class BouncingAdmin(ReadOnlyAdmin):
    """Looked at here; mended by who reads a mail there."""

    list_display = ["address", "status", "noted_at", "settled_at"]
    search_fields = ["address"]
    fields = list_display
    ordering = ["-noted_at"]
