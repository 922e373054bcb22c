"""The networks and programmes a profile belongs to: fields of a step, and what they mean."""

from django import forms
from django.utils.translation import get_language

from desk.belonging import belongings
from directory.models import ActorVersion, ProgrammeVersion
from evidence.wording.names import name_of

NETWORK, PROGRAMME = "network", "programme"
Whole = tuple[str, str]  # `network` or `programme`, and its code as stored


class WholesField(forms.MultipleChoiceField):
    """Networks, or programmes, by name. One that left since somebody chose it stays hers to say:
    whether it can be joined is judged when it is published.
    """

    def __init__(self, versions, names, **options):
        self.versions, self.names = versions, names
        super().__init__(
            choices=self.standing,
            widget=forms.CheckboxSelectMultiple,
            required=False,
            **options,
        )

    def standing(self) -> list[tuple[str, str]]:
        """Codes and names, in their own languages, of those in the register now."""
        found = self.versions().current().values_list("code", self.names)
        told = [(code, name_of({"names": names}, get_language())) for code, names in found if names]
        told.sort(key=lambda one: one[1].text.casefold())
        return [(code, name.marked()) for code, name in told]

    def valid_value(self, value):
        return self.versions().filter(code=value).exists()


def networks():
    return ActorVersion.objects.filter(kind="network")


def programmes():
    return ProgrammeVersion.objects.all()


def belonging_now(code: str) -> dict:
    """What somebody would have typed to say where a profile belongs today."""
    its_networks, its_programmes = belongings(code)
    told = [(NETWORK, one) for one in its_networks] + [(PROGRAMME, one) for one in its_programmes]
    return {
        "networks": its_networks,
        "programmes": its_programmes,
        "shown": ",".join(map(":".join, told)),
    }


def shown_as(text: str) -> frozenset[Whole]:
    """What stood ticked when a form was shown; what nobody wrote so says nothing."""
    pairs = (one.partition(":") for one in text.split(","))
    return frozenset(
        (kind, code) for kind, _colon, code in pairs if kind in (NETWORK, PROGRAMME) and code
    )
