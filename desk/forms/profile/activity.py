"""What it does, for whom, and how it tells of itself."""

from itertools import zip_longest

from django import forms
from django.utils.translation import get_language, gettext_lazy

from desk.forms.profile.belonging import (
    NETWORK,
    PROGRAMME,
    Whole,
    WholesField,
    belonging_now,
    networks,
    programmes,
    shown_as,
)
from desk.forms.profile.headings import under_headings
from desk.forms.profile.step import StepForm, terms, text_in, with_parents

DESCRIBED = ("ar", "fr", "en", "es")
LONGEST = 2000
PRODUCTS = 40


class ActivityForm(StepForm):
    vocabularies = {"sectors": "sectors", "audiences": "audiences"}

    sectors = forms.MultipleChoiceField(
        label=gettext_lazy("Sectors of activity"),
        choices=lambda: terms("sectors"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    audiences = forms.MultipleChoiceField(
        label=gettext_lazy("Led by, or meant for"),
        choices=lambda: terms("audiences"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    products_ar = text_in(
        "ar", longest=LONGEST, rows=3, label=gettext_lazy("Products and services, in Arabic")
    )
    products_fr = text_in(
        "fr", longest=LONGEST, rows=3, label=gettext_lazy("Products and services, in French")
    )
    description_ar = text_in("ar", longest=LONGEST, rows=4, label=gettext_lazy("In Arabic"))
    description_fr = text_in("fr", longest=LONGEST, rows=4, label=gettext_lazy("In French"))
    description_en = text_in("en", longest=LONGEST, rows=4, label=gettext_lazy("In English"))
    description_es = text_in("es", longest=LONGEST, rows=4, label=gettext_lazy("In Spanish"))

    networks = WholesField(
        networks, "text__names", label=gettext_lazy("Networks it is a member of")
    )
    programmes = WholesField(programmes, "names", label=gettext_lazy("Programmes it takes part in"))
    # What was ticked when it was shown: others may join or leave in the meantime.
    shown = forms.CharField(widget=forms.HiddenInput, required=False)

    @property
    def sectors_under(self) -> list[dict]:
        """The sectors under their headings, for templates."""
        return under_headings(self["sectors"])

    @property
    def products_told(self) -> list:
        """The fields of its products, for templates: the page's language first."""
        return self._in_turn("products", ("ar", "fr"))

    @property
    def descriptions_told(self) -> list:
        return self._in_turn("description", DESCRIBED)

    def _in_turn(self, name, languages) -> list:
        own = get_language()
        first = own if own in languages else "fr"
        return [self[f"{name}_{one}"] for one in sorted(languages, key=lambda one: one != first)]

    @classmethod
    def typed_of(cls, facts):
        return (
            belonging_now(facts.code)
            | {
                "sectors": list(facts.sectors),
                "audiences": list(facts.audiences),
                "products_ar": _lines(facts.products, "ar"),
                "products_fr": _lines(facts.products, "fr"),
            }
            | {f"description_{one}": facts.descriptions.get(one, "") for one in DESCRIBED}
        )

    def changes(self):
        told = self.cleaned_data
        descriptions = {
            language: text
            for language, text in (self.base.descriptions if self.base else {}).items()
            if language not in DESCRIBED
        }
        for language in DESCRIBED:
            if told[f"description_{language}"]:
                descriptions[language] = told[f"description_{language}"]
        return {
            "sectors": with_parents("sectors", told["sectors"]),
            "audiences": with_parents("audiences", told["audiences"]),
            "products": self._products(),
            "descriptions": descriptions,
        }

    def belonging(self) -> dict[Whole, bool]:
        """The networks and programmes it joins, and those it is no longer part of; none where the
        form did not ask.
        """
        if "shown" not in self.data:
            return {}
        told = self.cleaned_data
        given = {(NETWORK, one) for one in told["networks"]}
        given |= {(PROGRAMME, one) for one in told["programmes"]}
        before = shown_as(told["shown"])
        joins = sorted(one for one in given - before if one[1] != (self.base and self.base.code))
        return dict.fromkeys(joins, True) | dict.fromkeys(sorted(before - given), False)

    def _products(self) -> tuple:
        """Line by line, the same product in both languages; other languages as they stood."""
        before = {
            (one.get("ar", ""), one.get("fr", "")): one
            for one in (self.base.products if self.base else ())
        }
        told = [self.cleaned_data[f"products_{one}"].split("\n") for one in ("ar", "fr")]
        made = []
        for ar, fr in zip_longest(*told, fillvalue=""):
            if ar or fr:
                said = {name: text for name, text in (("ar", ar), ("fr", fr)) if text}
                made.append(before.get((ar, fr), said))
        return tuple(made[:PRODUCTS])


def _lines(products, language) -> str:
    """A line for each product, empty where it has no name in the language."""
    return "\n".join(one.get(language, "") for one in products).rstrip("\n")
