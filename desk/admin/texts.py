"""Texts of pages in the administration: worded by language, seen as they will stand, then shown."""

from django import forms
from django.contrib import admin
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk import texts
from desk.admin.publishing import NAMES
from desk.admin.reading import ReadOnlyAdmin
from desk.forms.profile.step import text_in
from desk.models import PageText, TextKey
from evidence.wording.names import name_of


class TextForm(forms.Form):
    def __init__(self, *args, key, **options):
        super().__init__(*args, **options)
        for language in texts.LANGUAGES:
            field = text_in(language, longest=texts.LONGEST[key], rows=4)
            field.label = NAMES[language]
            self.fields[language] = field
        self.fields[texts.LANGUAGES[0]].help_text = _(
            "Plain text: an empty line parts paragraphs, addresses become links. A language without"
            " words shows those of another, marked as such; no words at all, and nothing is shown."
        )

    def said(self):
        return {language: self.cleaned_data.get(language, "") for language in texts.LANGUAGES}


@admin.register(PageText)
class PageTextAdmin(ReadOnlyAdmin):
    """Every wording there was, the last first, and the ways to a new one."""

    change_list_template = "admin/publishing_list.html"
    list_display = ["key", "words", "at", "by"]
    list_filter = ["key"]
    list_per_page = 50
    show_full_result_count = False
    list_select_related = ["by"]
    fields = readonly_fields = ["key", "in_each", "at", "by"]
    ordering = ["-pk"]

    @admin.display(description=gettext_lazy("words"))
    def words(self, one):
        found = name_of({"names": one.texts})
        return Truncator(found.text).chars(80) if found else _("nothing")

    @admin.display(description=gettext_lazy("words"))
    def in_each(self, one):
        told = (
            f"{NAMES[each]}: {one.texts[each]}" for each in texts.LANGUAGES if each in one.texts
        )
        return "\n".join(told) or _("nothing")

    def get_urls(self):
        put = self.admin_site.admin_view(self.put)
        return [path("put/<slug:key>/", put, name="desk_pagetext_put"), *super().get_urls()]

    def changelist_view(self, request, extra_context=None):
        ways = [(key.label, reverse("admin:desk_pagetext_put", args=[key])) for key in TextKey]
        return super().changelist_view(request, {"ways": ways} | (extra_context or {}))

    def put(self, request, key):
        """The form, what will be shown, or what was put there."""
        if key not in TextKey.values:
            raise Http404
        key = TextKey(key)
        last = PageText.objects.filter(key=key).order_by("-pk").first()
        before = last.texts if last else {}
        posted = request.method == "POST"
        form = TextForm(request.POST if posted else None, key=key, initial=before)
        if not posted or not form.is_valid() or "back" in request.POST:
            return self._page(request, key, form)
        if "publish" in request.POST:
            try:
                made = texts.put(key, form.said(), by=request.user)
            except texts.NothingToSay:
                form.add_error(None, _("Nothing is changed."))
                return self._page(request, key, form)
            self.log_addition(request, made, key.value)
            self.message_user(request, _("Shown from now on."))
            return HttpResponseRedirect(reverse("admin:desk_pagetext_changelist"))
        changes = [
            {"label": NAMES[language], "before": before.get(language, ""), "after": text}
            for language, text in form.said().items()
            if text != before.get(language, "")
        ]
        if not changes:
            form.add_error(None, _("Nothing is changed."))
        return self._page(request, key, form, changes)

    def _page(self, request, key, form, changes=None):
        context = self.admin_site.each_context(request) | {
            "title": key.label,
            "opts": self.opts,
            "form": form,
            "changes": changes,
        }
        return TemplateResponse(request, "admin/publishing_form.html", context)
