"""What is followed, in plain words, and where its page is."""

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from desk.following.asking import Followed
from desk.models import Following
from directory import codes, vocabulary
from directory.selectors.actors import names_of_actors
from evidence.wording.filters import label_of, words_of
from evidence.wording.names import called
from evidence.wording.plain import END, FIRST_STRONG, plain


def followed(one: Following) -> Followed:
    return Followed(one.actor and one.actor.code, one.query)


def filters_of(what: Followed) -> dict[str, str]:
    """The filters of a selection's normal form."""
    return QueryDict(what.query).dict()


def title(what: Followed, filters: dict[str, str], reading) -> str:
    """The name of an actor, or the filters of a selection."""
    if what.actor:
        return actor_name(what.actor, names_of_actors([what.actor], reading).get(what.actor))
    usual = {"status": "active", "demo": "any" if vocabulary.is_demonstration() else "false"}
    told = {
        name: plain(words_of(name, value, reading), get_language())
        for name, value in filters.items()
        if usual.get(name) != value
    }
    if told.keys() == {"territory"}:
        return told["territory"]
    labelled = _("%(label)s: %(words)s")
    said = [labelled % {"label": label_of(name), "words": one} for name, one in told.items()]
    return " · ".join(said) or _("All organisations")


def actor_name(code: str, names: dict | None) -> str:
    """Isolated, whichever way the words around it run; its code where it has no name any more."""
    shown = codes.show(code) if names is None else called({"names": names}).text
    return f"{FIRST_STRONG}{shown}{END}"


def page_of(what: Followed) -> str:
    """The path of what is followed, in the language at hand."""
    if what.actor:
        return reverse("actor", args=[codes.show(what.actor)])
    return f"{reverse('actors')}?{what.query}"
