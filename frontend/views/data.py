"""What one may take away: the register as it is now, and editions that never change."""

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from evidence.editions import selectors
from frontend.filters import Asked
from frontend.opening import register_page
from frontend.views.about import sets

FORMATS = ("csv", "xlsx", "geojson", "json")


@register_page(also=selectors.mark)
def data(request, opened):
    """The current selection in every format, the editions, the way to the API, licences."""
    asked = Asked.of(opened)
    context = {
        "section": "data",
        "asked": asked,
        "chips": asked.chips(),
        "clear_url": asked.clear_url,
        "editions": selectors.editions(),
        "sets": sets(opened.reading),
    }
    if asked.selection is not None:
        query = f"{asked.selection}&as_of={opened.reading.revision}"
        context |= {
            "figure": asked.figure(),
            "formats": [(name, f"/api/v1/actors/?{query}&format={name}") for name in FORMATS],
            "list_url": opened.address(reverse("actors")),
        }
    return opened.page("pages/data.html", context)


@register_page(also=lambda number: selectors.mark())
def edition(request, opened, number):
    """One edition: what is in it, its checksums, each time it was issued, how to cite it."""
    try:
        found = selectors.edition(number, head=opened.reading.head)
    except selectors.UnknownEdition as error:
        raise Http404(_("There is no edition of this number yet.")) from error
    context = {
        "section": "data",
        "edition": found.last,
        "issues": found.all,
        "available": found.available,
        "permanent": reverse("permanent-edition", args=[number]),
        "package": reverse("edition-package", args=[number]),
        "trail": [(reverse("data"), _("Data")), (None, str(number))],
    }
    return opened.page("pages/edition.html", context)
