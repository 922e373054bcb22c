"""Vocabularies and indicators in the administration: an entry added, worded anew or retired, each
by a new reference set and the revision that puts it in force; and the sets there were.
"""

from functools import partial

from django import forms
from django.contrib import admin
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from desk import office
from desk.admin.publishing import LONGEST, NAMES
from desk.admin.reading import ReadOnlyAdmin
from desk.forms.profile.step import LTR, TextField, text_in
from desk.forms.texts import LANGUAGES
from directory import taxonomies
from directory.as_of import snapshot
from directory.indicators import AGGREGATIONS, HEADS, UNITS
from directory.models import Indicator, Revision, Term
from directory.publishing import NothingToPublish, StaleRecord
from directory.selection.filterset import ActorFilterSet
from directory.vocabularies import ASKED, ELSEWHERE, BadEntry, check_indicator, check_term, retired
from directory.vocabulary import TAXONOMY_OF
from evidence.wording.figures import unit_word
from evidence.wording.names import name_of
from geodata.models import ReferenceSet
from geodata.models.reference import Series

LABELS = {
    "isic4": gettext_lazy("ISIC Rev. 4, codes parted by commas"),
    "essglobal_activities": gettext_lazy("ESSGLOBAL activities, codes parted by commas"),
    "essglobal_structure": gettext_lazy("ESSGLOBAL structure"),
    "essglobal_membership": gettext_lazy("ESSGLOBAL membership"),
}
WRONG = {
    "missing": gettext_lazy("Wanted."),
    "code": gettext_lazy("Small letters from a to z and hyphens, and no word the filters use."),
    "taken": gettext_lazy("This code was used before. A code is never used again."),
    "alike": gettext_lazy("Another entry has this name."),
    "parent": gettext_lazy("This cannot stand above it."),
    "mapping": gettext_lazy("This is no code of that standard."),
    "one-of": gettext_lazy("Choose one that is there."),
    "bounds": gettext_lazy("The greatest value is above the least."),
}
# By the value: what an address and a row say.
SERIES = {
    Series.TAXONOMIES.value: pgettext_lazy("series", "Vocabularies"),
    Series.INDICATORS.value: pgettext_lazy("series", "Indicators"),
    Series.TERRITORIES.value: pgettext_lazy("series", "Territories"),
    Series.BOUNDARIES.value: pgettext_lazy("series", "Boundaries"),
    Series.CENSUS.value: pgettext_lazy("series", "Census"),
    Series.LOCALITIES.value: pgettext_lazy("series", "Neighbourhoods and villages"),
}


class EntryForm(forms.Form):
    """An entry as an administrator types it. `base` is the one it words anew."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, base=None, **options):
        self.base = base
        super().__init__(*args, **options)
        if base is None:
            self.fields["code"] = TextField(
                label=gettext_lazy("Code"),
                max_length=40,
                help_text=gettext_lazy("For ever: it is in addresses, files and citations."),
                widget=forms.TextInput(LTR),
            )
        for name, label, rows in (
            ("names", gettext_lazy("Name"), 0),
            ("definitions", gettext_lazy("Definition"), 3),
        ):
            for language in LANGUAGES:
                field = text_in(language, longest=LONGEST if rows else 120, rows=rows)
                field.label = f"{label} · {NAMES[language]}"
                self.fields[f"{name}_{language}"] = field
        self.own_fields()
        if base is not None:
            self.fields["retired"] = forms.BooleanField(
                label=gettext_lazy("Retired"),
                required=False,
                help_text=gettext_lazy(
                    "No longer offered to new profiles. Who has it keeps it, and it is counted as"
                    " before."
                ),
            )
            self.ending_fields()
        self.fields["note"] = TextField(
            label=gettext_lazy("Note beside the revision, if any"),
            help_text=gettext_lazy("Kept beside the revision, in no digest. Name no person."),
            max_length=500,
            required=False,
        )

    def own_fields(self):
        """Those of its kind of entry."""

    def ending_fields(self):
        """What its kind of entry says when it is retired."""

    def said(self, name):
        given = {language: self.cleaned_data.get(f"{name}_{language}") for language in LANGUAGES}
        return {language: text for language, text in given.items() if text}

    def refuse(self, problems):
        for one in problems:
            self.add_error(one.field if one.field in self.fields else None, WRONG[one.why])

    @classmethod
    def told(cls, row):
        """What its fields hold for an entry that stands."""
        return {"retired": retired(row)} | {
            f"{name}_{language}": getattr(row, name).get(language, "")
            for name in ("names", "definitions")
            for language in LANGUAGES
        }

    def marked(self, held):
        """What retires an entry, among what it holds besides its words."""
        kept = {name: value for name, value in held.items() if name not in RETIRING}
        if not self.cleaned_data.get("retired"):
            return kept
        heir = self.cleaned_data.get("replaced_by")
        return kept | {"retired": True} | ({"replaced_by": heir} if heir else {})


class TermForm(EntryForm):
    def __init__(self, *args, taxonomy, **options):
        self.taxonomy = taxonomy
        super().__init__(*args, **options)

    def own_fields(self):
        if self.base is None and self.taxonomy in ("sectors", "audiences"):
            wide = Term.objects.newest().of(self.taxonomy).filter(parent="")
            standing = [(one.code, name_of(one).text) for one in wide if not retired(one)]
            self.fields["parent"] = forms.ChoiceField(
                label=gettext_lazy("Part of"),
                choices=[("", "—"), *standing],
                required=False,
                help_text=gettext_lazy("For ever: who has this entry has that one too."),
            )
        for name in ELSEWHERE[self.taxonomy]:
            self.fields[name] = TextField(
                label=LABELS[name], required=False, max_length=120, widget=forms.TextInput(LTR)
            )
        if self.taxonomy == "legal_forms":
            self.fields["law"] = TextField(
                label=gettext_lazy("Its law, such as 112-12"),
                required=False,
                max_length=20,
                widget=forms.TextInput(LTR),
            )
        if self.taxonomy == "sectors":
            self.fields["icon"] = forms.ChoiceField(
                label=gettext_lazy("Icon"), choices=[(one, one) for one in _icons()]
            )

    def ending_fields(self):
        others = Term.objects.newest().of(self.taxonomy).exclude(code=self.base.code)
        standing = [(one.code, name_of(one).text) for one in others if not retired(one)]
        self.fields["replaced_by"] = forms.ChoiceField(
            label=gettext_lazy("What took its place, if retired"),
            choices=[("", "—"), *standing],
            required=False,
            help_text=gettext_lazy("Proposed where a file still says the retired one."),
        )

    def entry(self):
        given = self.cleaned_data
        held = dict(self.base.mappings) if self.base else {}
        for name, (_form, several) in ELSEWHERE[self.taxonomy].items():
            codes = [one.strip() for one in given[name].split(",") if one.strip()]
            held[name] = (codes or None) if several else (given[name] or None)
        for name in ("law", "icon"):
            if name in self.fields:
                held[name] = given[name] or None
        return {
            "taxonomy": self.taxonomy,
            "code": self.base.code if self.base else given["code"],
            "parent": self.base.parent if self.base else given.get("parent", ""),
            "names": self.said("names"),
            "definitions": self.said("definitions"),
            "mappings": self.marked(held),
        }

    @classmethod
    def told(cls, row):
        def shown(value):
            return ", ".join(value) if isinstance(value, list) else value or ""

        own = {name: shown(value) for name, value in row.mappings.items() if name != "retired"}
        return super().told(row) | own


class IndicatorForm(EntryForm):
    def own_fields(self):
        if self.base is None:
            for name, label, known in (
                ("head", gettext_lazy("Under"), HEADS),
                ("unit", gettext_lazy("Unit"), UNITS),
                ("aggregation", gettext_lazy("Added up by"), AGGREGATIONS),
            ):
                self.fields[name] = forms.ChoiceField(
                    label=label, choices=[(one, one) for one in known]
                )
            whole = Indicator.objects.newest().filter(part_of="").order_by("position")
            self.fields["part_of"] = forms.ChoiceField(
                label=gettext_lazy("Part of"),
                choices=[("", "—"), *((one.code, name_of(one).text) for one in whole)],
                required=False,
            )
            for name, label, initial in (
                ("minimum", gettext_lazy("Least value of one organisation"), 0),
                ("maximum", gettext_lazy("Greatest value of one organisation"), None),
                ("decimals", gettext_lazy("Decimals"), 0),
            ):
                self.fields[name] = forms.IntegerField(
                    label=label, initial=initial, min_value=0, max_value=10**15
                )
            self.fields["decimals"].max_value = 2
        self.fields["asked"] = forms.BooleanField(
            label=gettext_lazy("Asked when a profile is registered"),
            required=False,
            initial=True,
            help_text=gettext_lazy(
                "In the order, with the name, the definition and the unit that stand here."
            ),
        )
        self.fields["standard"] = TextField(
            label=gettext_lazy("The standard it follows"),
            max_length=300,
            widget=forms.TextInput(LTR),
        )

    def entry(self):
        given, base = self.cleaned_data, self.base
        if base is not None:
            meaning = {name: getattr(base, name) for name in MEANING}
            bounds = base.bounds
        else:
            meaning = {name: given[name] for name in MEANING}
            bounds = {name: given[name] for name in ("minimum", "maximum", "decimals")}
        return meaning | {
            "standard": given["standard"],
            "names": self.said("names"),
            "definitions": self.said("definitions"),
            "bounds": self.marked(self.asked(meaning["code"], bounds)),
        }

    def asked(self, code, bounds):
        """Whether forms ask for it: said only where it is not so by itself, so that an entry that
        nobody changes keeps its bytes.
        """
        held = {name: value for name, value in bounds.items() if name != "asked_at_registration"}
        asked = self.cleaned_data["asked"]
        return held if asked == (code in ASKED) else held | {"asked_at_registration": asked}

    @classmethod
    def told(cls, row):
        asked = row.bounds.get("asked_at_registration", row.code in ASKED)
        return super().told(row) | {"standard": row.standard, "asked": asked}


EXPLAINED = gettext_lazy(
    "It becomes set %s of its series. What was cited before keeps reading its own set."
)
RETIRING = ("retired", "replaced_by")
MEANING = ("code", "head", "unit", "aggregation", "part_of")


class EntryAdmin(ReadOnlyAdmin):
    """What stands, and the ways to a new set. `series`, `form_kind`, `look_over`, `put` differ."""

    change_list_template = "admin/publishing_list.html"
    list_display_links = None
    list_per_page = 200
    show_full_result_count = False
    series = form_kind = None

    def get_queryset(self, request):
        return super().get_queryset(request).newest()

    def newest(self):
        return ReferenceSet.objects.newest_numbers().get(self.series.value, 0)

    @admin.display(description=gettext_lazy("code"))
    def shown_code(self, one):
        return format_html("<bdi>{}</bdi>", one.code)

    @admin.display(description=gettext_lazy("name"))
    def name(self, one):
        indent = "— " if getattr(one, "parent", "") or getattr(one, "part_of", "") else ""
        return format_html("{}{}", indent, name_of(one).marked(get_language()))

    @admin.display(description=gettext_lazy("state"))
    def state(self, one):
        return _("retired") if retired(one) else _("in use")

    def step(self, request, base, **own):
        """The form, its preview, or what was published."""
        form_of = partial(self.form_kind, base=base, **own)
        if request.method != "POST":
            initial = {"seen": self.newest()} | (self.form_kind.told(base) if base else {})
            return self.page(request, form_of(initial=initial), base)
        form = form_of(request.POST)
        if not form.is_valid() or "back" in request.POST:
            return self.page(request, form, base)
        entry = form.entry()
        try:
            if "publish" in request.POST:
                return self.published(request, form, entry, base)
            self.look_over(entry, new=base is None)
            if base is not None and all(getattr(base, name) == entry[name] for name in entry):
                raise NothingToPublish
        except BadEntry as bad:
            form.refuse(bad.problems)
        except StaleRecord:
            form.add_error(None, _("Somebody else changed this meanwhile. Look at it again."))
        except NothingToPublish:
            form.add_error(None, _("Nothing is changed."))
        if form.errors:
            return self.page(request, form, base)
        return self.page(request, form, base, changes=list(_changes(form, base)))

    def published(self, request, form, entry, base):
        given = form.cleaned_data
        told = {"seen": given["seen"], "note": given["note"]}
        revision = self.put(entry, new=base is None, by=request.user, **told)
        row = self.get_queryset(request).get(
            **{name: entry[name] for name in ("taxonomy", "code") if name in entry}
        )
        log = self.log_change if base else self.log_addition
        log(request, row, f"Revision {revision.number}: {revision.reason}.")
        self.message_user(request, _("Published as revision %s.") % revision.number)
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"
        return HttpResponseRedirect(reverse(name))

    def page(self, request, form, base, changes=None):
        context = self.admin_site.each_context(request) | {
            "title": _("Correct") if base else _("Add"),
            "subtitle": self.subject(form, base),
            "opts": self.opts,
            "form": form,
            "changes": changes,
            "explained": _(
                "It becomes set %s of its series. What was cited before keeps reading its own set."
            )
            % (self.newest() + 1),
        }
        return TemplateResponse(request, "admin/publishing_form.html", context)

    def subject(self, form, base):
        return base and name_of(base).text


def _changes(form, base):
    """Label, before and after of each field that says something else now."""
    before = form.told(base) if base else {}
    for field in form.visible_fields():
        if field.name == "note":
            continue
        old, new = before.get(field.name, ""), field.value()
        if isinstance(form.fields[field.name], forms.BooleanField):
            old, new = (_("yes") if value else _("no") for value in (old, new))
        old, new = str(old or ""), str(new or "")
        if old != new and (old or new):
            yield {"label": field.label, "before": old, "after": new}


class VocabularyFilter(admin.SimpleListFilter):
    title = gettext_lazy("vocabulary")
    parameter_name = "taxonomy"

    def lookups(self, request, model_admin):
        return [(name, title_of(name)) for name in taxonomies.TAXONOMIES]

    def queryset(self, request, queryset):
        known = self.value() in taxonomies.TAXONOMIES
        return queryset.filter(taxonomy=self.value()) if known else queryset


@admin.register(Term)
class TermAdmin(EntryAdmin):
    series = Series.TAXONOMIES
    form_kind = TermForm
    look_over = staticmethod(check_term)
    put = staticmethod(office.put_term)
    list_display = ["name", "change", "uses", "vocabulary", "state", "shown_code"]
    list_filter = [VocabularyFilter]
    search_fields = ["code", "names"]
    fields = ["shown_code", "name", "vocabulary", "state", "definition"]
    readonly_fields = fields
    ordering = ["taxonomy", "position"]

    @admin.display(description=gettext_lazy("vocabulary"))
    def vocabulary(self, term):
        return title_of(term.taxonomy)

    @admin.display(description=gettext_lazy("definition"))
    def definition(self, term):
        return name_of({"names": term.definitions}).marked(get_language())

    @admin.display(description=gettext_lazy("organisations"))
    def uses(self, term):
        return self.counted.get((term.taxonomy, term.code), 0)

    @admin.display(description=gettext_lazy("Correct"))
    def change(self, term):
        address = reverse("admin:directory_term_put_change", args=[term.taxonomy, term.code])
        return format_html('<a href="{}">{}</a>', address, _("Correct"))

    def get_urls(self):
        wrap = self.admin_site.admin_view
        new = path("new/<slug:taxonomy>/", wrap(self.put_new), name="directory_term_put_new")
        change = path(
            "<slug:taxonomy>/<slug:code>/correct/",
            wrap(self.put_change),
            name="directory_term_put_change",
        )
        return [new, change, *super().get_urls()]

    def changelist_view(self, request, extra_context=None):
        self.counted = counted()
        ways = [
            (title_of(name), reverse("admin:directory_term_put_new", args=[name]))
            for name in taxonomies.TAXONOMIES
        ]
        return super().changelist_view(request, {"ways": ways} | (extra_context or {}))

    def put_new(self, request, taxonomy):
        if taxonomy not in taxonomies.TAXONOMIES:
            raise Http404
        return self.step(request, None, taxonomy=taxonomy)

    def put_change(self, request, taxonomy, code):
        row = Term.objects.newest().filter(taxonomy=taxonomy, code=code).first()
        if row is None:
            raise Http404
        return self.step(request, row, taxonomy=taxonomy)

    def subject(self, form, base):
        return name_of(base).text if base else title_of(form.taxonomy)


@admin.register(Indicator)
class IndicatorAdmin(EntryAdmin):
    series = Series.INDICATORS
    form_kind = IndicatorForm
    look_over = staticmethod(check_indicator)
    put = staticmethod(office.put_indicator)
    list_display = ["name", "change", "told_unit", "state", "shown_code"]
    search_fields = ["code", "names"]
    fields = ["shown_code", "name", "told_unit", "told_standard", "state"]
    readonly_fields = fields
    ordering = ["position"]

    @admin.display(description=gettext_lazy("Unit"))
    def told_unit(self, one):
        return unit_word(one.unit) or one.unit

    @admin.display(description=gettext_lazy("The standard it follows"))
    def told_standard(self, one):
        return format_html('<bdi lang="en" dir="ltr">{}</bdi>', one.standard)

    @admin.display(description=gettext_lazy("Correct"))
    def change(self, one):
        address = reverse("admin:directory_indicator_put_change", args=[one.code])
        return format_html('<a href="{}">{}</a>', address, _("Correct"))

    def get_urls(self):
        wrap = self.admin_site.admin_view
        new = path("new/", wrap(self.put_new), name="directory_indicator_put_new")
        change = path(
            "<slug:code>/correct/", wrap(self.put_change), name="directory_indicator_put_change"
        )
        return [new, change, *super().get_urls()]

    def changelist_view(self, request, extra_context=None):
        ways = [(_("Add"), reverse("admin:directory_indicator_put_new"))]
        return super().changelist_view(request, {"ways": ways} | (extra_context or {}))

    def put_new(self, request):
        return self.step(request, None)

    def put_change(self, request, code):
        row = Indicator.objects.newest().filter(code=code).first()
        if row is None:
            raise Http404
        return self.step(request, row)


class SeriesFilter(admin.SimpleListFilter):
    title = gettext_lazy("series")
    parameter_name = "series"

    def lookups(self, request, model_admin):
        return list(SERIES.items())

    def queryset(self, request, queryset):
        return queryset.filter(series=self.value()) if self.value() in SERIES else queryset


@admin.register(ReferenceSet)
class ReferenceSetAdmin(ReadOnlyAdmin):
    """The sets there were: number, day, digest, and what each changed."""

    change_form_template = "admin/reference_set.html"
    list_display = ["what", "place", "day", "shown_digest"]
    list_filter = [SeriesFilter]
    fields = ["what", "place", "day", "told_source", "whole_digest"]
    readonly_fields = fields
    ordering = ["-loaded_at", "series"]

    @admin.display(description=gettext_lazy("series"), ordering="series")
    def what(self, one):
        return SERIES.get(one.series, one.series)

    @admin.display(description=pgettext_lazy("set", "number"), ordering="number")
    def place(self, one):
        return one.number

    @admin.display(description=gettext_lazy("since"), ordering="loaded_at")
    def day(self, one):
        return date_format(localtime(one.loaded_at), "DATETIME_FORMAT")

    @admin.display(description=gettext_lazy("source"))
    def told_source(self, one):
        return f"{one.source} ({one.licence})"

    @admin.display(description=gettext_lazy("digest"))
    def shown_digest(self, one):
        return format_html("<bdi>{}…</bdi>", bytes(one.digest).hex()[:12])

    @admin.display(description=gettext_lazy("digest"))
    def whole_digest(self, one):
        return format_html("<bdi>{}</bdi>", bytes(one.digest).hex())

    def change_view(self, request, object_id, form_url="", extra_context=None):
        one = self.get_object(request, object_id)
        told = {"subtitle": None}
        if one:
            told |= {
                "title": f"{self.what(one)} {one.number}",
                "entries": _entered(one),
                "revision": _put_in_force(one),
            }
        return super().change_view(request, object_id, form_url, told | (extra_context or {}))


def _icons():
    """The icons that some sector has already: all of them are drawn."""
    held = Term.objects.filter(taxonomy="sectors").values_list("mappings__icon", flat=True)
    return sorted({one for one in held if one})


def title_of(taxonomy):
    return name_of({"names": taxonomies.read(taxonomy).titles}).text


def counted():
    """How many organisations have each term now."""
    with snapshot() as reading:
        filters = ActorFilterSet({}, reading=reading)
        filters.is_valid()
        found = filters.selection().facets(list(TAXONOMY_OF))
    return {
        (TAXONOMY_OF[name], code): number for name, pairs in found.items() for code, number in pairs
    }


def _entered(one):
    """What a set of words changed: entry, before and after, or None for series without words."""
    model = {Series.TAXONOMIES.value: Term, Series.INDICATORS.value: Indicator}.get(one.series)
    if model is None or one.number == 1:
        return None
    begun = model.objects.filter(first_set=one.number)
    ended = {_key(row): row for row in model.objects.filter(last_set=one.number - 1)}
    found = []
    for row in begun.order_by("position"):
        before = ended.pop(_key(row), None)
        found.append(
            {
                "name": name_of(row),
                "code": row.code,
                "parts": list(_parts(before, row)),
                "new": before is None,
            }
        )
    return found


def _key(row):
    return (getattr(row, "taxonomy", ""), row.code)


def _parts(before, after):
    """Language and text, of each name and definition that says something else."""
    for name in ("names", "definitions"):
        for language in LANGUAGES:
            old = getattr(before, name).get(language, "") if before else ""
            new = getattr(after, name).get(language, "")
            if old != new:
                yield {"label": NAMES[language], "before": old, "after": new, "language": language}
    was, now = (before and retired(before)), retired(after)
    if bool(was) != now:
        yield {"label": _("Retired"), "before": "", "after": _("yes") if now else _("no")}


def _put_in_force(one):
    """The number of the revision from which the set counts."""
    named = {one.series: {"number": one.number, "digest": bytes(one.digest).hex()}}
    found = Revision.objects.without_bytes().filter(reference_sets__contains=named)
    return found.order_by("number").values_list("number", flat=True).first()
