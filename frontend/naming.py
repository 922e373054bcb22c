"""Names and pages of actors and programmes that a page only has codes of."""

from collections.abc import Iterable

from django.urls import reverse

from directory.selectors.actors import last_names, names_of_actors
from directory.selectors.programmes import names_of_programmes
from evidence.wording.names import Name, called, name_of
from frontend.cards import actor_path, key


def named(codes: Iterable[str], opened) -> dict[str, tuple[Name | None, str]]:
    """Code to name and address, as of the page's moment; two statements, none without codes."""
    wanted = sorted({code for code in codes if code})
    found = {
        code: (called({"names": names}), opened.link(actor_path(code, names)))
        for code, names in names_of_actors(wanted, opened.reading).items()
    }
    for code, names in names_of_programmes(wanted, opened.reading).items():
        found[code] = (
            name_of({"names": names}),
            opened.link(reverse("programme", args=[key(code, names)])),
        )
    return found


def once_named(codes: Iterable[str], opened) -> dict[str, Name]:
    """Code to the last name of actors that may have left, as of the page's moment; one statement,
    none without codes.
    """
    found = last_names((code for code in codes if code), opened.reading)
    return {code: called({"names": names}) for code, names in found.items()}
