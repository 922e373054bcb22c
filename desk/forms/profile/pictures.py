"""Its logo and photos: what is said of each. The files themselves are taken by `desk.pictures`."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.forms.profile.step import StepForm, TextField, text_in
from directory.models import PictureKind, PictureLicence

MOST_PHOTOS = 6
TOLD_IN = ("ar", "fr", "en", "es")
ALT_NAMES = {
    "ar": gettext_lazy("What it shows, in Arabic"),
    "fr": gettext_lazy("What it shows, in French"),
    "en": gettext_lazy("What it shows, in English"),
    "es": gettext_lazy("What it shows, in Spanish"),
}
OWN = gettext_lazy("This is the organisation’s own logo, and I may publish it.")
AGREED = gettext_lazy(
    "Everybody who can be recognised in it agreed that it is published, or nobody can be"
    " recognised; and I may publish it."
)


class PicturesForm(StepForm):
    """`typed` names each picture by its key: `kind_<key>`, `alt_ar_<key>`, `agreed_<key>`…"""

    def __init__(self, typed=None, *, base=None):
        super().__init__(typed, base=base)
        self.kinds = {
            name.removeprefix("kind_"): value
            for name, value in (typed or {}).items()
            if name.startswith("kind_")
        }
        for key, kind in self.kinds.items():
            self.fields |= {f"{name}_{key}": field for name, field in _fields(kind).items()}

    def is_multipart(self):
        return True

    @classmethod
    def typed_of(cls, facts):
        return {}  # pictures are no facts

    def unanswered(self, key) -> str:
        """What of a picture is still to be said before one can go on; empty for nothing."""
        untold = self.kinds[key] == PictureKind.PHOTO and not any(
            self[f"alt_{language}_{key}"].value() for language in TOLD_IN
        )
        if self[f"agreed_{key}"].value():
            return _("To go on, say what it shows.") if untold else ""
        if untold:
            return _("To go on, say what it shows and tick that it may be published.")
        return _("To go on, tick that it may be published.")

    def clean(self):
        for key, kind in self.kinds.items():
            if kind == PictureKind.PHOTO and not any(
                self.cleaned_data.get(f"alt_{language}_{key}") for language in TOLD_IN
            ):
                words = _("Say in a few words what it shows, for who cannot see it.")
                self.add_error(f"alt_ar_{key}", words)
            if not self.cleaned_data.get(f"agreed_{key}"):
                words = _("Without this we may not publish it. Else take the picture out.")
                self.add_error(f"agreed_{key}", words)
        return self.cleaned_data

    def changes(self):
        return {}


def _fields(kind) -> dict:
    """The fields of one picture."""
    credit = TextField(
        label=gettext_lazy("Who took or drew it"),
        required=False,
        max_length=200,
        widget=forms.TextInput({"class": "input", "dir": "auto"}),
    )
    licence = forms.ChoiceField(
        label=gettext_lazy("May others use it?"),
        choices=PictureLicence.choices,
        widget=forms.RadioSelect,
    )
    if kind == PictureKind.LOGO:
        agreed = forms.BooleanField(label=OWN, required=False)
        return {"licence": licence, "agreed": agreed}
    alts = {
        f"alt_{language}": text_in(language, longest=250, label=ALT_NAMES[language])
        for language in TOLD_IN
    }
    agreed = forms.BooleanField(label=AGREED, required=False)
    return alts | {"credit": credit, "licence": licence, "agreed": agreed}
