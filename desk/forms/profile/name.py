"""What it is called, in each language it has a name in."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.forms.profile.step import StepForm, text_in

LANGUAGES = ("ar", "fr", "en", "es", "zgh")
LONGEST = 200


class NameForm(StepForm):
    name_ar = text_in("ar", longest=LONGEST, label=gettext_lazy("Name in Arabic"))
    name_fr = text_in("fr", longest=LONGEST, label=gettext_lazy("Name in French"))
    name_en = text_in("en", longest=LONGEST, label=gettext_lazy("Name in English"))
    name_es = text_in("es", longest=LONGEST, label=gettext_lazy("Name in Spanish"))
    name_zgh = text_in("zgh", longest=LONGEST, label=gettext_lazy("Name in Tamazight"))

    main = ("name_ar", "name_fr")
    more = ("name_en", "name_es", "name_zgh")

    @classmethod
    def typed_of(cls, facts):
        return {f"name_{language}": facts.names.get(language, "") for language in LANGUAGES}

    def clean(self):
        if not self.errors and not self.names():
            self.add_error(self.main[0], _("A name in one language at least."))
        return self.cleaned_data

    def names(self) -> dict:
        told = {language: self.cleaned_data.get(f"name_{language}") for language in LANGUAGES}
        return {language: name.replace("\n", " ") for language, name in told.items() if name}

    def changes(self):
        return {"names": self.names()}
