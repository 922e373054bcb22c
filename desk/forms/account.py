"""What a person says of her own account."""

from django import forms
from django.utils.translation import gettext_lazy as _

from desk.models import Person


class AboutForm(forms.ModelForm):
    class Meta:
        model = Person
        fields = ("name", "language")
        labels = {"name": _("Your name"), "language": _("Language of mails to you")}
        help_texts = {"name": _("Only those who moderate see it. It may stay empty.")}
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "name"})}


class EraseForm(forms.Form):
    sure = forms.BooleanField(label=_("Erase my account for good"))
