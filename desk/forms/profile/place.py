"""Where it is: a commune by search, a village or neighbourhood, a point, and what of it is shown.

Without scripts the words searched for are sent, and the places they may mean come back to choose
from (`candidates`).
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.forms.profile.step import LTR, StepForm, TextField, text_in, western
from desk.places import PlaceFound, find_places
from directory.database import row
from directory.models.actors import PlacePrecision
from directory.records.facts import Place
from directory.records.validate import ANCESTORS, NEAR_ITS_LEAF, TOLERANCE
from evidence.wording.names import Name, name_of
from geodata.lookup import leaf_code_at
from geodata.models import Locality, Territory

POINT = re.compile(r"(-?\d{1,2}(?:[.,]\d+)?)\s*(?:[,;،؛]|\s)\s*(-?\d{1,2}(?:[.,]\d+)?)")
DEGREES = Decimal("0.000001")
FAR = 20  # kilometres: farther than a commune is wide
ABOUT = Decimal("0.01")  # of a degree, about a kilometre: where only the village is shown


@dataclass(frozen=True)
class Apart:
    """A point that lies elsewhere than in the commune chosen, and by how much."""

    chosen: Name
    there: Name
    kilometres: int | None


class PlaceForm(StepForm):
    place_q = TextField(
        label=gettext_lazy("Commune, neighbourhood or village"),
        help_text=gettext_lazy("Its first letters, in Arabic or in French."),
        max_length=120,
        required=False,
        widget=forms.TextInput({"class": "input", "autocomplete": "off"}),
    )
    place = TextField(required=False, max_length=24, widget=forms.HiddenInput)
    chosen = TextField(required=False, max_length=24, widget=forms.HiddenInput)
    locality_ar = text_in("ar", longest=120, label=gettext_lazy("Its name in Arabic"))
    locality_fr = text_in("fr", longest=120, label=gettext_lazy("Its name in French"))
    point = TextField(
        label=gettext_lazy("Point on the map"),
        help_text=gettext_lazy("Latitude and longitude, as in 34.9213, -2.3201."),
        required=False,
        max_length=80,
        widget=forms.TextInput({"class": "input", "autocomplete": "off"} | LTR),
    )
    precision = forms.ChoiceField(
        label=gettext_lazy("What do people see on the map?"),
        choices=[
            (PlacePrecision.COMMUNE, gettext_lazy("The middle of the commune")),
            (PlacePrecision.LOCALITY, gettext_lazy("The village or the neighbourhood")),
            (PlacePrecision.EXACT, gettext_lazy("The exact place")),
        ],
        initial=PlacePrecision.COMMUNE,
        widget=forms.RadioSelect,
        required=False,
    )

    # Where point and place are apart: which of the two is right.
    settle = forms.ChoiceField(
        choices=[("point", ""), ("place", "")], required=False, widget=forms.HiddenInput
    )

    candidates: list[PlaceFound] = []
    apart: Apart | None = None
    left = False  # the point, for the place

    @classmethod
    def typed_of(cls, facts):
        place = facts.place
        code = place.locality or place.arrondissement or place.commune or ""
        proposed = place.locality_names if place.locality is None else {}
        return {
            "place": code,
            "place_q": _named(code),
            "locality_ar": proposed.get("ar", ""),
            "locality_fr": proposed.get("fr", ""),
            "point": f"{place.lat:.6f}, {place.lon:.6f}" if place.lon is not None else "",
            "precision": place.precision or PlacePrecision.COMMUNE,
        }

    def clean_point(self):
        given = self.cleaned_data["point"]
        if not given:
            return None
        found = POINT.fullmatch(western(given))
        if not found:
            raise ValidationError(_("Latitude and longitude, as in 34.9213, -2.3201."))
        lat, lon = (Decimal(part.replace(",", ".")).quantize(DEGREES) for part in found.groups())
        if abs(lat) > 90 or abs(lon) > 180 or leaf_code_at(float(lon), float(lat)) is None:
            raise ValidationError(_("This point is not in Morocco."))
        return lon, lat

    def clean(self):
        told = self.cleaned_data
        point = told.get("point")
        self.locality, self.leaf = self._chosen(
            told.get("chosen", ""), told.get("place", ""), told.get("place_q", "")
        )
        if self.leaf is None and point and not self.errors and not self.candidates:
            self.leaf = _territory(leaf_code_at(float(point[0]), float(point[1])))
        if self.leaf is None:
            if not self.errors:
                self.add_error("place_q", _("Choose a commune: without one nobody finds it."))
            return told
        if point and not _within(point, self.leaf.code):
            point = self._settled(point, told)
        precision = told.get("precision") or PlacePrecision.COMMUNE
        if self.left and precision == PlacePrecision.EXACT:
            precision = told["precision"] = PlacePrecision.LOCALITY
        if precision == PlacePrecision.EXACT and not point and "point" not in self.errors:
            self.add_error("point", _("Show the exact place on the map, or choose less."))
        if precision == PlacePrecision.LOCALITY and not point and not self._known_point():
            words = _("Where this village is we do not know: show it on the map, or choose less.")
            self.add_error("point", words)
        return told

    def _settled(self, point, told):
        """Point and commune are apart: as she chose, or told with both choices. The point kept."""
        there = _territory(leaf_code_at(float(point[0]), float(point[1])))
        if told.get("settle") == "point":
            self.leaf, self.locality = there, None
            return point
        if told.get("settle") == "place":
            self.left = True
            told["point"] = None
            if not self._known_point():
                told["precision"] = PlacePrecision.COMMUNE
            return None
        self.apart = Apart(name_of(self.leaf), name_of(there), _kilometres(point, self.leaf))
        words = _("This point is in %(there)s, not in %(commune)s.")
        if self.apart.kilometres and self.apart.kilometres > FAR:
            words = _("This point is in %(there)s, about %(far)s km from %(commune)s.")
        told_words = {
            "there": self.apart.there.text,
            "commune": self.apart.chosen.text,
            "far": self.apart.kilometres,
        }
        self.add_error("point", words % told_words)
        return point

    def _chosen(self, chosen, code, words):
        """The locality and the territory meant: one chosen among several, else the one there
        before where its name was left standing, else the one the words find.
        """
        code = chosen or (code if not words or words in _called(code) else "")
        if not code and words:
            found = find_places(words)
            exact = [one for one in found if one.exact]
            if len(exact) == 1 or len(found) == 1:
                code = (exact or found)[0].code
            elif found:
                self.candidates = found
                self.add_error("place_q", _("Several places are called so: choose one."))
            else:
                self.add_error("place_q", _("No place we know is called so."))
        locality = code and Locality.objects.newest().filter(code=code).first()
        if locality:
            return locality, _territory(locality.arrondissement or locality.commune)
        leaf = _territory(code)
        if code and (leaf is None or leaf.level not in ("commune", "arrondissement")):
            self.add_error("place_q", _("Choose a commune: without one nobody finds it."))
            leaf = None
        return None, leaf

    @property
    def kept(self):
        """As typed; once a place is found its code and its name stand for the words."""
        told = dict(super().kept)
        if self.is_bound and getattr(self, "leaf", None) is not None:
            place = self.locality or self.leaf
            told |= {"place": place.code, "place_q": name_of(place).text, "chosen": ""}
            told.pop("settle", None)
        if self.left:
            told |= {"point": "", "precision": str(self.cleaned_data["precision"])}
        return told

    def _known_point(self):
        return self.locality.point if self.locality else None

    def changes(self):
        told = self.cleaned_data
        precision = told.get("precision") or PlacePrecision.COMMUNE
        point = told.get("point")
        if precision == PlacePrecision.COMMUNE:
            point = None
        elif precision == PlacePrecision.LOCALITY:
            known = self._known_point()
            if known is not None:
                point = tuple(Decimal(str(axis)).quantize(DEGREES) for axis in known.coords)
            else:
                point = tuple(axis.quantize(ABOUT).quantize(DEGREES) for axis in point)
        proposed = {
            language: told[f"locality_{language}"].replace("\n", " ")
            for language in ("ar", "fr")
            if told[f"locality_{language}"]
        }
        names = _names(self.locality) if self.locality else proposed
        return {
            "place": Place(
                **{level: getattr(self.leaf, level, None) or None for level in ANCESTORS[:-1]},
                arrondissement=self.leaf.code if self.leaf.level == "arrondissement" else None,
                locality=self.locality.code if self.locality else None,
                locality_names=names,
                lon=point and point[0],
                lat=point and point[1],
                precision=str(precision),
            )
        }


def _names(locality) -> dict:
    told = (("ar", locality.name_ar), ("fr", locality.name_fr), ("zgh", locality.name_zgh))
    return {language: name for language, name in told if name}


def _territory(code):
    return code and Territory.objects.newest().filter(code=code).first() or None


def _named(code: str) -> str:
    found = _place(code)
    return name_of(found).text if found else ""


def _called(code: str) -> list[str]:
    """All its names: whoever goes on in another language still means it."""
    found = _place(code)
    return list(_names(found).values()) if found else []


def _place(code: str):
    if not code:
        return None
    return _territory(code) or Locality.objects.newest().filter(code=code).first()


def _kilometres(point, leaf) -> int | None:
    """From a point to about the middle of a commune; None where that is not known."""
    if leaf.label is None:
        return None
    metres = row(
        "select st_distance(st_point(%s, %s, 4326)::geography, st_point(%s, %s, 4326)::geography)",
        [*(float(axis) for axis in point), *leaf.label.coords],
    )
    return round(metres[0] / 1000)


def _within(point, leaf: str) -> bool:
    lon, lat = (float(axis) for axis in point)
    if leaf_code_at(lon, lat) == leaf:
        return True
    near = row(NEAR_ITS_LEAF, [lon, lat, TOLERANCE, leaf])
    return bool(near and near[0])
