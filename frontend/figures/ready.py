"""Questions to begin with, and the way to the census' measure from other pages."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from evidence.wording.numbers import grouped, isolated
from frontend.figures.words import NONPROFIT

PER_N = 10_000


def nonprofit_url(opened, **query) -> str:
    """Where the census' associations in premises of their own are shown for 10,000 inhabitants."""
    path = reverse("figures")
    return opened.link(path, measure=NONPROFIT, per="inhabitants", **query)


def ready(opened) -> list[dict]:
    """Questions to begin with, the census' own first: the one national measure there is today."""

    def address(**query):
        return opened.link(opened.request.path, **query)

    n = isolated(grouped(PER_N))
    return [
        {
            "label": _("Associations in premises of their own, commune by commune"),
            "note": format_html(_("Census of 2024 (HCP): all Morocco, for {n} inhabitants"), n=n),
            "url": nonprofit_url(opened, group_by="commune"),
        },
        {
            "label": _("Memberships of cooperatives, by region"),
            "note": _("With the share of women, and how many report it"),
            "url": address(measure="members", legal_form="cooperative", group_by="region"),
        },
        {
            "label": format_html(_("Organisations for {n} inhabitants, by province"), n=n),
            "note": _("What this register knows: how many exist is unknown"),
            "url": address(group_by="province", per="inhabitants"),
        },
        {
            "label": _("Women among memberships, as a share, by province"),
            "note": _("Of those who report both"),
            "url": address(
                measure="members-women",
                aggregate="share",
                of="members",
                group_by="province",
            ),
        },
        {
            "label": _("Jobs, year by year"),
            "note": _("A higher bar may be more who report"),
            "url": address(measure="jobs", group_by="year"),
        },
        {
            "label": _("Official figures, beside ours"),
            "note": _("What others published: who counted, when, and where it stands"),
            "url": opened.link(reverse("official-figures")),
        },
        {
            "label": _("Field stories"),
            "note": _("What no number tells, by the consent of who tells it"),
            "url": opened.link(reverse("stories")),
        },
    ]
