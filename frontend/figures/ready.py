"""Questions to begin with, and the way to the census' measure from other pages."""

from django.urls import reverse
from django.utils.translation import gettext as _

from frontend.figures.words import NONPROFIT


def nonprofit_url(opened, **query) -> str:
    """Where the census' associations in premises of their own are shown for 10,000 inhabitants."""
    path = reverse("figures")
    return opened.link(path, measure=NONPROFIT, per="inhabitants", **query)


def ready(opened) -> list[dict]:
    """Questions to begin with, the census' own first: the one national measure there is today."""

    def address(**query):
        return opened.link(opened.request.path, **query)

    return [
        {
            "label": _("Associations in premises of their own, commune by commune"),
            "note": _("Census of 2024 (HCP): all Morocco, for 10,000 inhabitants"),
            "url": nonprofit_url(opened, group_by="commune"),
        },
        {
            "label": _("Memberships of cooperatives, by region"),
            "note": _("With the share of women, and how many report it"),
            "url": address(measure="members", legal_form="cooperative", group_by="region"),
        },
        {
            "label": _("Organisations for 10,000 inhabitants, by province"),
            "note": _("What this register knows: how many exist is unknown"),
            "url": address(group_by="province", per="inhabitants"),
        },
        {
            "label": _("Women in the governing bodies, as a share, by province"),
            "note": _("Of those who report both"),
            "url": address(
                measure="governing-body-women",
                aggregate="share",
                of="governing-body",
                group_by="province",
            ),
        },
        {
            "label": _("Jobs, year by year"),
            "note": _("A higher bar may be more who report"),
            "url": address(measure="jobs", group_by="year"),
        },
    ]
