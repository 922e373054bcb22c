"""Jobs as the worker left them: looked at here, and tried again; never written."""

from django.contrib import admin, messages
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from procrastinate.contrib.django.models import ProcrastinateEvent, ProcrastinateJob

from desk import jobs
from desk.admin.reading import ReadOnlyAdmin

STATES = {
    "todo": pgettext_lazy("job", "Waiting"),
    "doing": pgettext_lazy("job", "Running"),
    "succeeded": pgettext_lazy("job", "Done"),
    "failed": pgettext_lazy("job", "Failed"),
    "aborted": pgettext_lazy("job", "Left to its next turn"),
    "cancelled": pgettext_lazy("job", "Cancelled"),
}


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

    list_display = ("id", "task_name", "state", "attempts", "scheduled_at")
    change_list_template = "admin/jobs.html"
    actions = ("try_again",)
    list_filter = ("status", "task_name")
    ordering = ("-id",)
    fields = ("task_name", "state", "attempts", "scheduled_at", "args")
    inlines = (Events,)
    show_full_result_count = False
    empty_value_display = gettext_lazy("at once")

    @admin.display(description=pgettext_lazy("job", "State"), ordering="status")
    def state(self, job):
        return STATES[job.status]

    @admin.action(description=gettext_lazy("Try again"))
    def try_again(self, request, queryset):
        begun, left = jobs.try_again(queryset)
        self.message_user(request, _("Tried again: %s") % begun)
        if left:
            words = _("Left as they are: %s. Imports are taken up on their own pages.")
            self.message_user(request, words % left, messages.WARNING)

    def changelist_view(self, request, extra_context=None):
        stands = jobs.state()
        told = {
            "title": _("Jobs"),
            "stands": stands,
            "counts": [
                (STATES[each], stands.counts.get(each, 0)) for each in ("todo", "doing", "failed")
            ],
            "turns": [(one.task, one.at, STATES.get(one.status, "")) for one in stands.turns],
        }
        return super().changelist_view(request, told | (extra_context or {}))
