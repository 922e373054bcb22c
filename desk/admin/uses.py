"""Where citations were cited, entered from a bill, a report or the press; never rewritten."""

from django import forms
from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.forms.codes import CodesField
from directory import codes
from directory.models.actors import DatePrecision
from evidence.models import Citation, CitationUse
from evidence.models.uses import UseKind
from evidence.wording.uses import use_kind_word


class UseForm(forms.ModelForm):
    code = CodesField(
        label=gettext_lazy("code of the citation"),
        help_text=gettext_lazy("As printed; case and hyphens are forgiven."),
        widget=forms.TextInput(attrs={"size": 12, "dir": "ltr", "spellcheck": "false"}),
    )

    kind = forms.ChoiceField(
        label=gettext_lazy("kind of publication"),
        choices=lambda: [(kind, use_kind_word(kind)) for kind in UseKind.values],
    )
    date_precision = forms.ChoiceField(
        label=gettext_lazy("how much of the date is known"),
        choices=lambda: [
            (DatePrecision.DAY, _("the day")),
            (DatePrecision.MONTH, _("the month")),
            (DatePrecision.YEAR, _("the year")),
        ],
    )

    address = forms.URLField(
        label=gettext_lazy("address on the web"), required=False, assume_scheme="https"
    )

    class Meta:
        model = CitationUse
        fields = ("kind", "title", "who", "date", "date_precision", "page", "address")
        widgets = {name: forms.TextInput(attrs={"size": 80}) for name in ("title", "who", "page")}
        labels = {
            "title": gettext_lazy("title"),
            "who": gettext_lazy("who cites it"),
            "date": gettext_lazy("date"),
            "page": gettext_lazy("page"),
        }

    def clean_code(self):
        given = self.cleaned_data["code"]
        if len(given) != 1:
            raise forms.ValidationError(_("One code."))
        found = Citation.objects.filter(code=given[0]).first()
        if found is None:
            raise forms.ValidationError(_("No citation has the code “%s”.") % codes.show(given[0]))
        self.instance.citation = found
        return given


@admin.register(CitationUse)
class CitationUseAdmin(admin.ModelAdmin):
    """Added once; afterwards it can be hidden from the citation's page, and shown again."""

    form = UseForm
    fields = ("code", *UseForm.Meta.fields)
    list_display = ["title", "shown_code", "who", "date", "hidden"]
    list_filter = ["hidden"]
    actions = ["hide", "show"]

    def get_fields(self, request, obj=None):
        return ("shown_code", *UseForm.Meta.fields) if obj else self.fields

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("citation").order_by("-entered_at")

    @admin.display(description=gettext_lazy("code"))
    def shown_code(self, use):
        return format_html("<bdi>{}</bdi>", codes.show(use.citation.code))

    def has_change_permission(self, request, obj=None):
        return obj is None and super().has_change_permission(request)

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.action(description=gettext_lazy("Hide from the page of the citation"))
    def hide(self, request, queryset):
        self._set(request, queryset, True)

    @admin.action(description=gettext_lazy("Show on the page of the citation"))
    def show(self, request, queryset):
        self._set(request, queryset, False)

    def _set(self, request, queryset, hidden):
        for one in queryset:
            one.hidden = hidden
            one.save(update_fields=["hidden"])
            self.log_change(request, one, "Hidden." if hidden else "Shown.")
