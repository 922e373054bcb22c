"""What an edition says of itself, in each language of the register: read me, licence, citation."""

import csv
import io

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from directory.as_of import Reading
from evidence.formats.csv import BOM
from evidence.wording.dates import day
from evidence.wording.numbers import grouped
from geodata.models import ReferenceSet

LANGUAGES = ("en", "fr", "ar", "es")
LINE = "-" * 72

# What each column holds. Names, dates and places recur; the rest is told by file.
RECURRING = {
    "code": gettext_lazy("Permanent code: eight symbols of which the last is a check"),
    "name_ar": gettext_lazy("Name in Arabic; empty if removed at a person’s request"),
    "name_fr": gettext_lazy("Name in French; empty if removed at a person’s request"),
    "name_en": gettext_lazy("Name in English; empty if removed at a person’s request"),
    "name_es": gettext_lazy("Name in Spanish; empty if removed at a person’s request"),
    "name_zgh": gettext_lazy("Name in Tamazight; empty if removed at a person’s request"),
    "region": gettext_lazy("Code of the region (HCP)"),
    "province": gettext_lazy("Code of the province or prefecture (HCP)"),
    "commune": gettext_lazy("Code of the commune (HCP)"),
    "arrondissement": gettext_lazy("Code of the arrondissement (HCP)"),
    "locality": gettext_lazy("Code of the neighbourhood or village"),
    "since": gettext_lazy("First day; empty where it is not known"),
    "since_precision": gettext_lazy("How much of that date is known: year, month or day"),
    "until": gettext_lazy("First day no longer; empty where it goes on, as far as is known"),
    "until_precision": gettext_lazy("How much of that date is known: year, month or day"),
    "website": gettext_lazy("Website"),
    "is_demo": gettext_lazy("Whether it is invented, for demonstration"),
    "redacted": gettext_lazy("Revision that removed its names and texts; empty if none did"),
    "year": gettext_lazy("Year"),
    "unit": gettext_lazy("Unit"),
    "digest": gettext_lazy("SHA-256 of the canonical bytes"),
    "level": gettext_lazy("Level of the territory"),
    "kind": gettext_lazy("Kind, as in terms.csv or as the source calls the territory"),
    "legal_form": gettext_lazy("Legal form: a code of terms.csv"),
    "cooperative_type": gettext_lazy("Type of cooperative: a code of terms.csv"),
    "sectors": gettext_lazy("Sectors of activity, parted by semicolons: codes of terms.csv"),
    "audiences": gettext_lazy(
        "Whom it is led by or serves, parted by semicolons: codes of terms.csv"
    ),
    "longitude": gettext_lazy("Degrees east (EPSG:4326); empty where no point is public"),
    "latitude": gettext_lazy("Degrees north (EPSG:4326); empty where no point is public"),
    "precision": gettext_lazy("What the place stands for: exact, locality or commune"),
    "founded": gettext_lazy("Founding date; empty where it is not known"),
    "founded_precision": gettext_lazy("How much of that date is known: year, month or day"),
    "closed": gettext_lazy("Closing date; empty where it is not known to have closed"),
    "closed_precision": gettext_lazy("How much of that date is known: year, month or day"),
    "confirmed_on": gettext_lazy("Day it was last confirmed to be still correct"),
    "member": gettext_lazy("Code of the actor that belongs"),
    "network": gettext_lazy("Code of the network it belongs to"),
    "programme": gettext_lazy("Code of the programme it takes part in"),
    "actor": gettext_lazy("Code of the actor"),
    "origin": gettext_lazy("Code of the actor it was said of: another after a merger"),
    "indicator": gettext_lazy("Code of indicators.csv"),
    "source_kind": gettext_lazy("Kind of source: verified, registry, survey, declared or estimate"),
    "value": gettext_lazy("Value"),
    "taxonomy": gettext_lazy("Taxonomy the code is of"),
    "parent": gettext_lazy("Code it is a part of"),
    "aggregation": gettext_lazy("How values of several actors add up: sum, mean or none"),
    "part_of": gettext_lazy("Code of the total it is a part of"),
    "standard": gettext_lazy("Standard it follows"),
    "number": gettext_lazy("Number of the revision"),
    "recorded_at": gettext_lazy("Moment it was recorded (UTC)"),
    "role": gettext_lazy("Role of who published it"),
    "reason": gettext_lazy("Code of the reason"),
    "revision": gettext_lazy("Number of the revision"),
    "event": gettext_lazy("opened, closed or redacted"),
    "record": gettext_lazy("Kind of record"),
    "population": gettext_lazy("Population, by the census"),
    "population_urban": gettext_lazy("Urban population, by the census"),
    "population_rural": gettext_lazy("Rural population, by the census"),
    "households": gettext_lazy("Households, by the census"),
    "households_urban": gettext_lazy("Urban households, by the census"),
    "households_rural": gettext_lazy("Rural households, by the census"),
    "establishments": gettext_lazy("Economic establishments, by the census"),
    "nonprofit_establishments": gettext_lazy(
        "Associations in premises of their own (economic establishments)"
    ),
    "businesses": gettext_lazy("Businesses (economic establishments)"),
    "jobs": gettext_lazy("Jobs in economic establishments"),
}


def readme(plan, actors: int) -> bytes:
    return _in_each_language(lambda: _readme(plan, actors))


def _readme(plan, actors) -> str:
    said = {
        "edition": plan.number,
        "revision": plan.reading.revision,
        "day": day(plan.reading.recorded_at),
        "actors": grouped(actors),
        "link": plan.link,
    }
    paragraphs = [
        _("Athar: register of the social and solidarity economy in Morocco. Edition {edition}."),
        _(
            "The whole public register as of revision {revision}, recorded on {day}: {actors}"
            " organisations, active or closed, with networks, programmes and figures."
        ),
        _("Permanent link: {link}"),
        _(
            "It holds what was declared and recorded. It does not prove that this is true, and how"
            " many organisations exist is unknown. An empty field is not known; it is never zero."
        ),
        _(
            "DICTIONARY.csv explains every column; SHA256SUMS checks every file; changes.csv tells"
            " what changed since the edition before. Boundaries are not in this package: their"
            " terms are not verified. Tamazight names of territories are not either (ODbL)."
        ),
        _(
            "If somebody's data must be erased, this edition is issued again without it, under the"
            " same number, and both checksums are shown at its permanent link."
        ),
    ]
    if plan.is_demo:
        paragraphs.insert(
            1, _("DEMONSTRATION: organisations and figures marked is_demo are invented.")
        )
    return "\n\n".join(one.format(**said) for one in paragraphs)


def licence(reading: Reading) -> bytes:
    """The licence of what is ours, and the credit of what is not."""
    sources = []
    for series in ("territories", "census", "localities", "taxonomies", "indicators"):
        number = reading.set_of(series)
        found = ReferenceSet.objects.filter(series=series, number=number).first()
        if found:
            sources.append(f"{series} {number}: {found.attribution} [{found.licence}]")

    def said():
        return _(
            "Creative Commons Attribution 4.0 International (CC BY 4.0):"
            " https://creativecommons.org/licenses/by/4.0/. Use it for anything; name the register"
            " and the edition. Reference data keeps the licence of its source:"
        )

    return _in_each_language(said, "\n".join(sources))


def citation(plan) -> bytes:
    return _in_each_language(lambda: sentence(plan.number, plan.reading, plan.link))


def sentence(number: int, reading: Reading, link: str) -> str:
    """The citation of an edition in the language in force."""
    return _(
        "Athar, register of the social and solidarity economy in Morocco. Edition {edition},"
        " revision {revision}, {day}. {link}"
    ).format(edition=number, revision=reading.revision, day=day(reading.recorded_at), link=link)


def bibtex(plan) -> bytes:
    moment = plan.reading.recorded_at
    return (
        f"@dataset{{athar-edition-{plan.number},\n"
        "  author = {{Athar}},\n"
        "  title = {{Athar: register of the social and solidarity economy in Morocco}},\n"
        f"  edition = {{{plan.number}}},\n"
        f"  version = {{revision {plan.reading.revision}}},\n"
        f"  date = {{{moment:%Y-%m-%d}}},\n"
        f"  url = {{{plan.link}}}\n}}\n"
    ).encode()


def note(plan) -> str:
    """One line for the layer of the GeoPackage."""
    with override("en"):
        return f"{sentence(plan.number, plan.reading, plan.link)} CC BY 4.0"


def dictionary(files: dict[str, tuple[str, ...]]) -> bytes:
    """Every column of every file, in four languages."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["file", "column", *LANGUAGES])
    for file, columns in files.items():
        for column in columns:
            said = []
            for language in LANGUAGES:
                with override(language):
                    said.append(str(RECURRING[column]))
            writer.writerow([file, column, *said])
    return BOM + out.getvalue().encode()


def _in_each_language(said, after: str = "") -> bytes:
    parts = []
    for language in LANGUAGES:
        with override(language):
            parts.append(said())
    if after:
        parts.append(after)
    return (f"\n\n{LINE}\n\n".join(parts) + "\n").encode()
