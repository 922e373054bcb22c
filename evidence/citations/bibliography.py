"""Citations for bibliographies and machines: BibTeX, RIS, CSL-JSON, schema.org, plain text."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import override

from evidence.citations.texts import Quotation
from evidence.wording.dates import local
from evidence.wording.plain import END, FIRST_STRONG, LEFT_TO_RIGHT

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
SPECIAL = re.compile(r"[\\{}%&$#_^~]")
IN_TEX = {"\\": r"\textbackslash{}", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}"}
ISOLATES = str.maketrans("", "", LEFT_TO_RIGHT + FIRST_STRONG + END)


def bibtex(told: Quotation) -> str:
    one, moment = told.one, local(told.one.recorded_at)
    fields = [
        ("author", "{Athar}"),
        ("title", "{" + tex(told.title) + "}"),
        ("year", str(moment.year)),
        ("version", f"revision {one.revision}"),
        ("publisher", "Athar"),
        ("note", tex(f"Citation {told.code}; query: {question(told)}")),
        ("abstract", tex(told.sentence.text)),
        ("language", told.language),
        ("url", told.url),
    ]
    lines = [f"  {name} = {{{value}}},\n" for name, value in fields]
    lines.insert(3, f"  month = {MONTHS[moment.month - 1]},\n")
    return f"@misc{{athar-{one.code.lower()},\n{''.join(lines)}}}\n"


def tex(text: str) -> str:
    """A text with what TeX would take for its own."""
    return SPECIAL.sub(lambda found: IN_TEX.get(found[0], f"\\{found[0]}"), bare(text))


def bare(text: str) -> str:
    """Without the invisible characters that isolate: few programs of bibliographies know them."""
    return text.translate(ISOLATES)


def question(told: Quotation) -> str:
    """What was asked, whole, with its moment."""
    one = told.one
    return f"{one.path}?{'&'.join(part for part in (one.normal, f'as_of={one.revision}') if part)}"


def ris(told: Quotation) -> str:
    one, moment = told.one, local(told.one.recorded_at)
    lines = [
        ("TY", "DATA"),
        ("ID", f"athar-{one.code.lower()}"),
        ("AU", "Athar"),
        ("TI", bare(told.title)),
        ("AB", bare(told.sentence.text)),
        ("PY", str(moment.year)),
        ("DA", f"{moment:%Y/%m/%d}/"),
        ("ET", f"revision {one.revision}"),
        ("PB", "Athar"),
        ("AN", told.code),
        ("LA", told.language),
        ("N1", f"Query: {question(told)}"),
        ("UR", told.url),
        ("ER", ""),
    ]
    return "".join(f"{name}  - {value}\r\n" for name, value in lines)


def csl(told: Quotation) -> dict:
    moment = local(told.one.recorded_at)
    return {
        "id": f"athar-{told.one.code.lower()}",
        "type": "dataset",
        "author": [{"literal": "Athar"}],
        "title": bare(told.title),
        "abstract": bare(told.sentence.text),
        "issued": {"date-parts": [[moment.year, moment.month, moment.day]]},
        "version": f"revision {told.one.revision}",
        "publisher": "Athar",
        "number": told.code,
        "language": told.language,
        "note": f"Query: {question(told)}",
        "URL": told.url,
    }


def json_ld(told: Quotation) -> dict:
    """schema.org: a data set that is what one question answered of one revision."""
    one = told.one
    site = told.url.removesuffix(f"/c/{told.code}")
    api = f"{site}/api/v1/citations/{told.code}"
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "@id": told.url,
        "url": told.url,
        "identifier": [
            told.code,
            {"@type": "PropertyValue", "propertyID": "paper code", "value": one.paper},
            {"@type": "PropertyValue", "propertyID": "SHA-256", "value": bytes(one.result).hex()},
        ],
        "name": bare(told.title),
        "description": bare(told.sentence.text),
        "inLanguage": told.language,
        "version": f"revision {one.revision}",
        "datePublished": one.recorded_at.isoformat(),
        "dateCreated": one.cited_at.isoformat(),
        "creativeWorkStatus": "demonstration" if one.is_demo else "published",
        "license": LICENCE,
        "isAccessibleForFree": True,
        "creator": {"@type": "Organization", "name": "Athar", "url": site},
        "creditText": bare(told.short),
        "spatialCoverage": {"@type": "Place", "name": "Morocco"},
        "isBasedOn": f"{site}{question(told)}",
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": "application/json",
                "contentUrl": f"{api}/",
            },
            {
                "@type": "DataDownload",
                "name": "The records behind it",
                "encodingFormat": "application/json",
                "contentUrl": f"{api}/records/",
            },
        ],
    }


def plain_text(told: Quotation) -> str:
    """All that is needed to quote it and to check it, for a mail or a terminal."""
    one = told.one
    with override(told.language):
        facts = [
            (_("Permanent citation"), told.code),
            (_("Permanent link"), told.url),
            (_("On paper"), grouped_by_four(one.paper)),
            (_("Question"), question(told)),
            (_("Digest of the answer"), bytes(one.result).hex()),
            (_("Digest of the records"), f"{bytes(one.evidence).hex()} ({one.records})"),
            (_("Digest of the revision"), bytes(one.ledger).hex()),
        ]
        proves = _(
            "It does not prove that declarations are true: it proves what was declared, by how"
            " many, when, and that nobody rewrote it since."
        )
        lines = [
            told.sentence.text,
            "",
            *(_("{name}: {value}").format(name=name, value=value) for name, value in facts),
            "",
            *(_("{name}: {value}").format(name=name, value=text) for name, text in told.styles),
            "",
            proves,
        ]
    return "\n".join(lines) + "\n"


def grouped_by_four(symbols: str) -> str:
    """As it is printed: `ABCD EFGH …`."""
    return " ".join(symbols[at : at + 4] for at in range(0, len(symbols), 4))
