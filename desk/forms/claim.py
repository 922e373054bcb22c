"""How somebody says that a profile is hers."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.models import Proof


class ClaimForm(forms.Form):
    """`networks` are those that could vouch, with their names; `documents` how many she has sent;
    `reachable` whether an e-mail address of the organisation is known.
    """

    proof = forms.ChoiceField(
        label=gettext_lazy("How can we see that it is yours?"),
        choices=Proof.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one.")},
    )
    network = forms.ChoiceField(
        label=gettext_lazy("The network that vouches for you"),
        help_text=gettext_lazy("Whoever moderates for it is told, and sees your claim."),
        widget=forms.Select({"class": "input"}),
        required=False,
    )
    contact = forms.CharField(
        label=gettext_lazy("Telephone or e-mail where we reach you"),
        max_length=200,
        widget=forms.TextInput({"class": "input", "dir": "auto"}),
    )
    words = forms.CharField(
        label=gettext_lazy("Your part in it, and which document or network"),
        help_text=gettext_lazy("Only moderators read this."),
        max_length=2000,
        widget=forms.Textarea({"class": "input", "rows": 4, "dir": "auto"}),
    )

    def __init__(self, data=None, *, networks, documents: int, reachable: bool, **more):
        super().__init__(data, **more)
        self.documents, self.reachable = documents, reachable
        self.fields["network"].choices = [("", "—"), *networks]
        if not networks:
            del self.fields["network"]

    def clean(self):
        told = super().clean()
        proof = told.get("proof")
        if proof == Proof.DOCUMENT and not self.documents:
            self.add_error("proof", _("Send a picture of the document below."))
        if proof == Proof.NETWORK and "network" not in self.fields:
            self.add_error("proof", _("It is a member of no network here: choose another."))
        elif proof == Proof.NETWORK and not told.get("network") and "network" not in self.errors:
            self.add_error("network", _("Choose one."))
        if proof == Proof.EMAIL and not self.reachable:
            self.add_error("proof", _("We know no e-mail address of it: choose another."))
        return told

    def claimed(self) -> dict:
        """What a claim keeps of it; a network counts only where it is the proof."""
        told = self.cleaned_data
        vouches = told.get("network", "") if told["proof"] == Proof.NETWORK else ""
        return {
            "proof": told["proof"],
            "contact": told["contact"],
            "words": told["words"],
            "network": vouches,
        }
