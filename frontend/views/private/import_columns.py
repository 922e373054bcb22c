"""How the columns of a file are read: guessed, changed, remembered for its source."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from desk.imports import running, staging
from desk.imports.mapping import LEFT_OUT
from desk.imports.refusals import ImportRefused
from desk.models import RunStep
from directory.as_of import snapshot
from directory.models import Indicator
from directory.records.facts import LANGUAGES
from directory.selectors import reference
from evidence.wording.names import name_of
from frontend.private import moderators_only, page
from frontend.views.private.imported import (
    SETTINGS,
    SOURCE_KINDS,
    about,
    hers,
    lacking,
    to,
)

SAMPLES = 3
FIELDS = {
    "code": gettext_lazy("Code in Athar"),
    "name": gettext_lazy("Name, its language read from its letters"),
    "description": gettext_lazy("Description"),
    "legal_form": gettext_lazy("Legal form"),
    "kind": gettext_lazy("Kind of organisation"),
    "cooperative_type": gettext_lazy("Type of cooperative"),
    "sectors": gettext_lazy("Sectors"),
    "audiences": gettext_lazy("Audiences"),
    "products": gettext_lazy("Products"),
    "founded": gettext_lazy("Date of founding"),
    "closed": gettext_lazy("Date of closing"),
    "website": gettext_lazy("Website"),
    "address": gettext_lazy("Address"),
    "commune": gettext_lazy("Commune"),
    "province": gettext_lazy("Province"),
    "region": gettext_lazy("Region"),
    "lat": gettext_lazy("Latitude"),
    "lon": gettext_lazy("Longitude"),
    "point": gettext_lazy("Coordinates in one column"),
    "x": gettext_lazy("X in metres"),
    "y": gettext_lazy("Y in metres"),
    "year": gettext_lazy("Year of the figures"),
    "answer": gettext_lazy("Answer to an uncertain row"),
}

ZONES = {"nord maroc": 26191, "sud maroc": 26192, "sahara nord": 26194, "sahara sud": 26195}


class MeantForm(forms.Form):
    """What is meant by figures, coordinates and rows that lack a legal form."""

    def __init__(self, *given, forms_of, **more):
        super().__init__(*given, **more)
        self.fields["legal_form"].choices = [("", "—"), *forms_of]

    legal_form = forms.ChoiceField(
        label=SETTINGS["legal_form"],
        required=False,
        widget=forms.Select({"class": "input"}),
    )
    year = forms.IntegerField(
        label=SETTINGS["year"],
        required=False,
        min_value=1950,
        max_value=2099,
        widget=forms.TextInput({"class": "input", "inputmode": "numeric", "dir": "ltr"}),
    )
    source_kind = forms.ChoiceField(
        label=gettext_lazy("What the figures come from"),
        choices=list(SOURCE_KINDS.items()),
        widget=forms.Select({"class": "input"}),
    )
    crs = forms.TypedChoiceField(
        label=SETTINGS["crs"],
        choices=[("", "—"), *((code, name) for name, code in ZONES.items())],
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.Select({"class": "input", "dir": "ltr"}),
    )


@moderators_only
@require_http_methods(["GET", "HEAD", "POST"])
def columns(request, run):
    held = hers(request, run, read=True)
    parent = held.parent
    with snapshot() as reading:
        found = reference.terms(reading, "legal_form")
        choices = [(code, name_of(term).text) for code, term in found.items()]
        fields = _fields(parent)
    given = request.POST if request.method == "POST" else None
    options = parent.options
    meant = MeantForm(
        given,
        forms_of=choices,
        initial={
            "legal_form": options.get("constants", {}).get("legal_form", ""),
            "year": options.get("year"),
            "source_kind": options.get("source_kind", "declared"),
            "crs": options.get("crs"),
        },
    )
    form = _columns_form(parent, fields, given)
    wrong = None
    open_still = not running.busy(held) and not parent.revision_id
    if form.is_bound and form.is_valid() and meant.is_valid() and open_still:
        told = meant.cleaned_data
        constants = {"legal_form": told["legal_form"]} if told["legal_form"] else {}
        said = staging.Said(
            mapping={
                column: form.cleaned_data[f"c{at}"] for at, column in enumerate(parent.columns)
            },
            constants=constants,
            year=told["year"],
            crs=told["crs"],
            source_kind=told["source_kind"],
        )
        try:
            staging.map_again(parent, said)
            running.ask(held, RunStep.CHECK, by=request.user)
        except ImportRefused as error:
            wrong = str(error)
        else:
            return to("moderation-import", held)
    context = about(request, held) | {
        "form": form,
        "meant": meant,
        "wrong": wrong,
        "open": open_still,
        "lacking": open_still and lacking(parent),
    }
    return page(request, "imports/columns.html", context, status=400 if form.is_bound else 200)


def _fields(parent) -> list:
    """Every field a column may be, in groups; those it is now among them."""
    names = dict(FIELDS)
    tongues = {"ar": _("Arabic"), "fr": _("French"), "en": _("English"), "es": _("Spanish"),
               "zgh": _("Tamazight")}  # fmt: skip
    for language in LANGUAGES:
        names[f"names.{language}"] = _("Name in %(language)s") % {"language": tongues[language]}
    for language in LANGUAGES:
        told = {"language": tongues[language]}
        names[f"descriptions.{language}"] = _("Description in %(language)s") % told
    names |= {"registry.ice": "ICE", "registry.rc": _("Trade register"),
              "registry.rlc": _("Local register of cooperatives")}  # fmt: skip
    figures = {
        f"figures.{one.code}": name_of({"names": one.names}).text
        for one in Indicator.objects.newest().order_by("code")
    }
    for field in parent.mapping.values():
        head, _dot, year = field.rpartition(".")
        if head in figures and year.isdigit():
            figures[field] = f"{figures[head]} {year}"
        elif field not in names and field not in figures and field != LEFT_OUT:
            names[field] = field
    return [
        (LEFT_OUT, _("left out")),
        (_("Profile"), list(names.items())),
        (_("Figures"), list(figures.items())),
    ]


def _columns_form(parent, fields, given):
    samples = list(parent.staged.order_by("number").values_list("cells", flat=True)[:20])
    form = forms.Form(given)
    for at, column in enumerate(parent.columns):
        seen = [str(row[at]) for row in samples if at < len(row) and row[at] not in (None, "")]
        form.fields[f"c{at}"] = forms.ChoiceField(
            label=column,
            help_text=" · ".join(one[:60] for one in dict.fromkeys(seen[:SAMPLES])),
            choices=fields,
            initial=parent.mapping.get(column, LEFT_OUT),
            widget=forms.Select({"class": "input"}),
        )
    return form
