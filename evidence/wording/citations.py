"""How a citation is quoted: short and long, by the usual styles, in the languages of the site."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from directory import codes
from evidence.wording.dates import day

LANGUAGES = ("ar", "fr", "en", "es")


def texts(one, url: str) -> list[dict]:
    """Each language's own sentence, then what bibliographies take."""
    shown = codes.show(one.code)
    told = []
    for language in LANGUAGES:
        with override(language):
            told.append(
                {
                    "language": language,
                    "direction": "rtl" if language == "ar" else "ltr",
                    "text": _(
                        "Athar, register of the social and solidarity economy in Morocco,"
                        " citation {code}, revision {revision}, {day}. {url}"
                    ).format(code=shown, revision=one.revision, day=day(one.recorded_at), url=url),
                }
            )
    return told


def bibtex(one, url: str) -> str:
    year, month = one.recorded_at.year, one.recorded_at.month
    return (
        f"@misc{{athar-{one.code.lower()},\n"
        "  author = {{Athar}},\n"
        f"  title = {{{{Athar, citation {codes.show(one.code)}}}}},\n"
        f"  year = {{{year}}},\n"
        f"  month = {{{month}}},\n"
        f"  version = {{revision {one.revision}}},\n"
        f"  note = {{Query: {one.path}?{one.normal}}},\n"
        f"  url = {{{url}}}\n"
        "}\n"
    )


def ris(one, url: str) -> str:
    lines = [
        ("TY", "DATA"),
        ("AU", "Athar"),
        ("TI", f"Athar, citation {codes.show(one.code)}"),
        ("PY", f"{one.recorded_at:%Y}"),
        ("DA", f"{one.recorded_at:%Y/%m/%d}"),
        ("ET", f"revision {one.revision}"),
        ("N1", f"Query: {one.path}?{one.normal}"),
        ("UR", url),
        ("ER", ""),
    ]
    return "".join(f"{name}  - {value}\r\n" for name, value in lines)


def csl(one, url: str) -> dict:
    moment = one.recorded_at
    return {
        "id": f"athar-{one.code.lower()}",
        "type": "dataset",
        "author": [{"literal": "Athar"}],
        "title": f"Athar, citation {codes.show(one.code)}",
        "issued": {"date-parts": [[moment.year, moment.month, moment.day]]},
        "version": f"revision {one.revision}",
        "note": f"Query: {one.path}?{one.normal}",
        "URL": url,
    }


def json_ld(one, url: str) -> dict:
    """schema.org: a data set that is what one question answered of one revision."""
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "@id": url,
        "identifier": codes.show(one.code),
        "name": f"Athar, citation {codes.show(one.code)}",
        "url": url,
        "version": str(one.revision),
        "datePublished": one.recorded_at.isoformat(),
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "creator": {"@type": "Organization", "name": "Athar"},
        "isBasedOn": f"{one.path}?{one.normal}&as_of={one.revision}",
    }
