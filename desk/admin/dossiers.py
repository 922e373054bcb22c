"""Dossiers in the administration: written point by point, looked at, and published with care."""

from datetime import UTC, datetime

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _

from desk.forms.codes import CodesField
from desk.forms.texts import LANGUAGES, TextsField
from directory import codes
from directory.as_of import snapshot
from evidence.briefs.dossier import dossier_pdf
from evidence.briefs.pdf import RETRY_AFTER, PrinterBusy
from evidence.codes import fresh_code
from evidence.dossiers.publish import (
    NothingChanged,
    NotReady,
    content_of,
    missing,
    publish_dossier,
)
from evidence.dossiers.selectors import citations_of
from evidence.dossiers.told import text, told
from evidence.models import Citation, Dossier, DossierFigure, DossierIssue, DossierPoint, Story
from evidence.stories.selectors import stories_of

LACKS = {
    "titles": gettext_lazy("a title in at least one language"),
    "points": gettext_lazy("at least one point"),
    "texts": gettext_lazy("a text in every point"),
}


class DossierForm(forms.ModelForm):
    titles = TextsField(label=gettext_lazy("title"), required=True)
    introductions = TextsField(label=gettext_lazy("introduction"), long=True)
    occasions = TextsField(label=gettext_lazy("occasion"))
    organisations = TextsField(label=gettext_lazy("by which organisation"))

    class Meta:
        model = Dossier
        fields = ("titles", "introductions", "occasions", "date", "organisations")


class PointForm(forms.ModelForm):
    headings = TextsField(label=gettext_lazy("heading"))
    texts = TextsField(label=gettext_lazy("text"), long=True, required=True)
    figures = CodesField(
        label=gettext_lazy("figures"),
        required=False,
        help_text=gettext_lazy("Codes of citations as printed, in their order, one on a line."),
    )
    stories = CodesField(
        label=gettext_lazy("field stories"),
        required=False,
        help_text=gettext_lazy("Codes of stories as printed, in their order, one on a line."),
    )

    class Meta:
        model = DossierPoint
        fields = ("position", "headings", "texts", "figures", "stories")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            listed = self.instance.figures.select_related("citation")
            self.initial["figures"] = [one.citation.code for one in listed]

    def clean_figures(self):
        return self._known(Citation, "figures", _("No citation has the code “%s”."))

    def clean_stories(self):
        return self._known(Story, "stories", _("No story has the code “%s”."))

    def _known(self, kind, name, words):
        given = self.cleaned_data[name]
        known = set(kind.objects.filter(code__in=given).values_list("code", flat=True))
        if unknown := [codes.show(code) for code in given if code not in known]:
            raise forms.ValidationError([words % code for code in unknown])
        return given

    def _save_m2m(self):
        """Django's own place for what is saved once the point has its row."""
        super()._save_m2m()
        given = self.cleaned_data["figures"]
        numbers = dict(Citation.objects.filter(code__in=given).values_list("code", "pk"))
        self.instance.figures.all().delete()
        DossierFigure.objects.bulk_create(
            DossierFigure(point=self.instance, position=place, citation_id=numbers[code])
            for place, code in enumerate(given, 1)
        )


class PointInline(admin.StackedInline):
    model = DossierPoint
    form = PointForm
    extra = 0


@admin.register(Dossier)
class DossierAdmin(admin.ModelAdmin):
    """A published dossier is never deleted; what it says is changed by publishing it again."""

    form = DossierForm
    inlines = [PointInline]
    list_display = ["title", "shown_code", "state", "date"]
    readonly_fields = ["shown_code", "state"]
    fields = ["shown_code", "state", *DossierForm.Meta.fields]
    actions = ["publish_selected"]
    change_form_template = "admin/evidence/dossier/change_form.html"

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("issues").order_by("-begun_at")

    @admin.display(description=gettext_lazy("title"))
    def title(self, dossier):
        found = text(dossier.titles, get_language())
        return found.marked() if found else "—"

    @admin.display(description=gettext_lazy("code"))
    def shown_code(self, dossier):
        return format_html("<bdi>{}</bdi>", codes.show(dossier.code)) if dossier.pk else "—"

    @admin.display(description=gettext_lazy("state"))
    def state(self, dossier):
        numbers = [one.number for one in dossier.issues.all()] if dossier.pk else []
        if not numbers:
            return _("draft: nobody else sees it")
        return _("published, issue %s") % max(numbers)

    def has_delete_permission(self, request, obj=None):
        if obj is not None and obj.issues.exists():
            return False
        return super().has_delete_permission(request, obj)

    def get_actions(self, request):
        """Deleting is done one by one, where it may be."""
        return {
            name: action
            for name, action in super().get_actions(request).items()
            if name != "delete_selected"
        }

    def save_model(self, request, obj, form, change):
        if not change:
            obj.code = fresh_code()
        super().save_model(request, obj, form, change)

    @admin.action(description=gettext_lazy("Look at it and publish"))
    def publish_selected(self, request, queryset):
        found = list(queryset[:2])
        if len(found) != 1:
            self.message_user(request, _("Publish one at a time."), messages.WARNING)
            return None
        return HttpResponseRedirect(reverse("admin:evidence_dossier_publish", args=[found[0].pk]))

    # ---- preview and publishing ------------------------------------------------------------------

    def get_urls(self):
        wrap = self.admin_site.admin_view
        own = [
            path("<int:pk>/publish/", wrap(self.publish_view), name="evidence_dossier_publish"),
            path("<int:pk>/preview.pdf", wrap(self.preview_view), name="evidence_dossier_preview"),
        ]
        return [*own, *super().get_urls()]

    def publish_view(self, request, pk):
        """What would be published, whole, in one language; and the button."""
        dossier = self._changeable(request, pk)
        if request.method == "POST":
            return self._publish(request, dossier)
        content = content_of(dossier)
        lacks = missing(content)
        draft = DossierIssue(dossier=dossier, content=content)
        language = _language(request)
        last = dossier.issues.order_by("-number").first()
        context = {
            **self.admin_site.each_context(request),
            "title": _("Publish this dossier"),
            "opts": self.opts,
            "dossier": dossier,
            "last": last,
            "same": last is not None and last.content == content,
            "lacks": [LACKS[name] for name in lacks],
            "told": None if lacks else told(content, citations_of(draft), language),
            "languages": LANGUAGES,
            "language": language,
        }
        return TemplateResponse(request, "admin/evidence/dossier/publish.html", context)

    def _publish(self, request, dossier):
        here = reverse("admin:evidence_dossier_change", args=[dossier.pk])
        try:
            issue = publish_dossier(dossier)
        except NothingChanged:
            self.message_user(request, _("Nothing changed since the last issue."), messages.WARNING)
            return HttpResponseRedirect(here)
        except NotReady as error:
            lacks = ", ".join(str(LACKS[name]) for name in error.missing)
            self.message_user(request, _("It lacks: %s.") % lacks, messages.ERROR)
            return HttpResponseRedirect(here)
        self.log_change(request, dossier, f"Published issue {issue.number}.")
        words = _("Issue %(number)s of %(code)s is published.")
        shown = {"number": issue.number, "code": codes.show(dossier.code)}
        self.message_user(request, words % shown, messages.SUCCESS)
        return HttpResponseRedirect(here)

    def preview_view(self, request, pk):
        """The working copy on paper, which says that it is a draft."""
        dossier = self._changeable(request, pk)
        content = content_of(dossier)
        if missing(content):
            raise Http404
        draft = DossierIssue(dossier=dossier, content=content, issued_at=datetime.now(UTC))
        site = request.build_absolute_uri("/").rstrip("/")
        language = _language(request)
        with override(language):
            composed = told(content, citations_of(draft), language)
            with snapshot() as reading:
                stories = stories_of(composed.stories, reading)
            try:
                pdf = dossier_pdf(draft, composed, stories, site=site)
            except PrinterBusy:
                return HttpResponse(status=503, headers={"Retry-After": str(RETRY_AFTER)})
        return StreamingHttpResponse(pdf, content_type="application/pdf")

    def _changeable(self, request, pk) -> Dossier:
        dossier = get_object_or_404(Dossier, pk=pk)
        if not self.has_change_permission(request, dossier):
            raise PermissionDenied
        return dossier


def _language(request) -> str:
    """The language asked for, else that of the administration."""
    asked = request.GET.get("language", get_language())
    return asked if asked in LANGUAGES else "fr"
