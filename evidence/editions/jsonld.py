"""Editions in the words of schema.org: a DataCatalog of Datasets."""

from evidence.models import Edition

CONTEXT = "https://schema.org/"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
NAME = "Athar: register of the social and solidarity economy in Morocco"
LANGUAGES = ["ar", "fr", "en", "es"]


def dataset(edition: Edition, site: str) -> dict:
    """One edition. `site` is the host asked, before its paths."""
    return {"@context": CONTEXT} | _dataset(edition, site)


def catalogue(editions: list[Edition], site: str) -> dict:
    return {
        "@context": CONTEXT,
        "@type": "DataCatalog",
        "@id": f"{site}/api/v1/editions/",
        "name": NAME,
        "license": LICENCE,
        "inLanguage": LANGUAGES,
        "dataset": [_dataset(one, site) for one in editions],
    }


def _dataset(edition, site) -> dict:
    link = f"{site}/e/{edition.number}"
    return {
        "@type": "Dataset",
        "@id": link,
        "url": link,
        "name": f"{NAME}, edition {edition.number}",
        "description": (
            f"The whole public register as of revision {edition.revision}:"
            f" {edition.actors} organisations, active or closed."
        ),
        "identifier": link,
        "version": f"edition {edition.number}, issue {edition.issue}",
        "isBasedOn": f"{site}/r/{edition.revision}",
        "temporalCoverage": f"../{edition.recorded_at:%Y-%m-%d}",
        "spatialCoverage": {"@type": "Place", "name": "Morocco"},
        "datePublished": f"{edition.issued_at:%Y-%m-%d}",
        "license": LICENCE,
        "isAccessibleForFree": True,
        "inLanguage": LANGUAGES,
        "creator": {"@type": "Organization", "name": "Athar"},
        "distribution": [
            {
                "@type": "DataDownload",
                "contentUrl": f"{link}.zip",
                "encodingFormat": "application/zip",
                "contentSize": str(edition.size),
                "sha256": edition.sha256,
            }
        ],
    }
