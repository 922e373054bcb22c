"""Jobs as the worker left them: looked at here, and never written."""

from django.contrib import admin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from procrastinate.contrib.django.models import ProcrastinateEvent, ProcrastinateJob

from desk.admin.reading import ReadOnlyAdmin


class Events(admin.TabularInline):
    model = ProcrastinateEvent
    fields = readonly_fields = ("type", "at")
    extra = 0
    can_delete = False

    def has_add_permission(self, request, obj=None):
        return False


@admin.register(ProcrastinateJob)
class JobAdmin(ReadOnlyAdmin):
    """What waits, is being done, was done or failed, and when."""

    list_display = ("id", "task_name", "status", "attempts", "scheduled_at")
    list_filter = ("status", "task_name")
    ordering = ("-id",)
    fields = ("task_name", "status", "attempts", "scheduled_at", "args")
    inlines = (Events,)
    show_full_result_count = False
    empty_value_display = gettext_lazy("at once")

    def changelist_view(self, request, extra_context=None):
        told = {"title": _("Jobs")} | (extra_context or {})
        return super().changelist_view(request, told)
