"""The shapes of answers, as JSON schemas: what the OpenAPI document promises of each."""

from django.utils.translation import gettext_noop as _

from directory.models import RevisionKind, SealScope, SourceKind
from evidence.dossiers.difference import KINDS as DOSSIER_CHANGES
from evidence.models import ConsentForm, Exactness

TEXT = {"type": "string"}
WHOLE = {"type": "integer"}
COUNT = {"type": "integer", "minimum": 0}
FLAG = {"type": "boolean"}
MOMENT = {"type": "string", "format": "date-time"}
DAY = {"type": "string", "format": "date"}
CODE = {"type": "string", "pattern": "^[0-9A-HJKMNP-TV-Z]{8}$"}
DIGEST = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
DECIMAL = {"type": "string", "pattern": "^-?[0-9]+([.][0-9]+)?$"}
SHARE = {"type": ["number", "null"], "minimum": 0, "maximum": 1}
URL = {"type": "string", "format": "uri"}


def maybe(schema: dict) -> dict:
    """The same, or null."""
    if "type" in schema and "enum" not in schema:
        return schema | {"type": [schema["type"], "null"]}
    return {"anyOf": [schema, {"type": "null"}]}


def array(items: dict) -> dict:
    return {"type": "array", "items": items}


def ref(name: str) -> dict:
    return {"$ref": f"#/components/schemas/{name}"}


def thing(description: str = "", optional: tuple = (), **properties) -> dict:
    """An object that has all of these members but the optional ones."""
    made = {
        "type": "object",
        "properties": properties,
        "required": [name for name in properties if name not in optional],
    }
    return {"description": description} | made if description else made


def mapping(values: dict) -> dict:
    return {"type": "object", "additionalProperties": values}


NAMES = mapping(TEXT) | {"description": _("Text by language: ar, fr, en, es, zgh.")}
PARTIAL_DATE = thing(
    _("A date and how much of it is known; `date` is the first day of its year or month."),
    date=DAY,
    precision={"enum": ["day", "month", "year"]},
)
POINT = maybe({"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}) | {
    "description": _("Longitude and latitude in degrees (EPSG:4326).")
}
EDITION = {
    "number": WHOLE,
    "issue": COUNT,
    "revision": WHOLE,
    "as_of": MOMENT,
    "issued_at": MOMENT,
    "previous_revision": WHOLE,
    "actors": COUNT,
    "is_demo": FLAG,
    "size": COUNT,
    "sha256": DIGEST,
    "url": URL,
    "cite_as": URL,
    "package": URL,
}
DOSSIER = {
    "code": CODE,
    "url": URL,
    "issue": WHOLE,
    "issued_at": MOMENT,
    "titles": ref("Names"),
    "occasions": ref("Names"),
    "organisations": ref("Names"),
    "date": maybe(DAY),
    "digest": DIGEST,
}
LISTED = {
    "code": CODE,
    "names": ref("Names") | {"description": _("Empty where removed at a person’s request.")},
    "legal_form": TEXT,
    "kind": TEXT,
    "cooperative_type": maybe(TEXT),
    "sectors": array(TEXT),
    "audiences": array(TEXT),
    "region": maybe(TEXT),
    "province": maybe(TEXT),
    "commune": maybe(TEXT),
    "arrondissement": maybe(TEXT),
    "locality": maybe(TEXT),
    "point": POINT,
    "precision": maybe({"enum": ["exact", "locality", "commune"]}),
    "founded": maybe(ref("PartialDate")),
    "closed": maybe(ref("PartialDate")),
    "is_demo": FLAG,
}
STAMP = {"revision": WHOLE, "as_of": MOMENT}
LIST = STAMP | {"count": COUNT, "next": maybe(URL)}


def listing(items: dict, optional: tuple = (), **more) -> dict:
    return thing("", optional, **LIST, **more, results=array(items))


UNCOUNTED = {
    "unplaced": COUNT | {"description": _("With bbox or near: those known only by commune.")},
    "founding_unknown": COUNT | {"description": _("With active_on: those of unknown founding.")},
}
ACTOR_LISTING = {
    "demonstration": {"const": True, "description": _("There where invented actors may be told.")},
    **UNCOUNTED,
    "facets": mapping(array(thing(value={"type": ["string", "integer", "null"]}, count=COUNT))),
}
GEOMETRY = maybe(thing(type=TEXT, coordinates=array({})))
FEATURE = thing(
    type={"const": "Feature"}, id=TEXT, geometry=GEOMETRY, properties={"type": "object"}
)


def collection(optional: tuple = (), **more) -> dict:
    return thing(
        "", optional, type={"const": "FeatureCollection"}, **LIST, **more,
        features=array(ref("Feature")),
    )  # fmt: skip


PROVENANCE = {"type": "object", "description": _("Source by field: kind, text, address.")}
CENSUS = mapping(mapping(maybe(COUNT))) | {"description": _("Figures by census year.")}
TERRITORY = {
    "code": TEXT,
    "level": TEXT,
    "kind": TEXT,
    "names": ref("Names"),
    "iso3166_2": maybe(TEXT),
    "parent": maybe(TEXT),
    "region": maybe(TEXT),
    "province": maybe(TEXT),
    "prefecture_arrondissements": maybe(TEXT),
    "commune": maybe(TEXT),
    "point": POINT,
    "census": CENSUS,
    "actors": maybe(COUNT) | {"description": _("Active actors; null for localities.")},
    "source": TEXT,
}
NAMED = thing(code=TEXT, level=TEXT, names=ref("Names"))

SCHEMAS = {
    "Names": NAMES,
    "PartialDate": PARTIAL_DATE,
    "Feature": FEATURE,
    "Problem": thing(
        _("RFC 9457 problem details."),
        ("detail", "errors"),
        type=TEXT,
        title=TEXT,
        status=WHOLE,
        detail=TEXT,
        errors=array(thing("", ("known",), parameter=TEXT, value=TEXT, accepted=TEXT, known={})),
    ),
    "ListedActor": thing(
        _("An actor as lists tell it; with `fields`, only the members named."),
        (*LISTED, "confirmed_on"),
        **LISTED,
        confirmed_on=maybe(DAY),
    ),
    "ActorList": listing(ref("ListedActor"), tuple(ACTOR_LISTING), **ACTOR_LISTING),
    "ActorCollection": collection(tuple(ACTOR_LISTING), **ACTOR_LISTING),
    "ActorDetail": thing(
        **STAMP,
        url=URL,
        actor=thing(
            "",
            ("prefecture_arrondissements", "locality_names"),
            **LISTED,
            prefecture_arrondissements=maybe(TEXT),
            locality_names=ref("Names"),
            descriptions=ref("Names"),
            products=array(ref("Names")),
            registry={"type": "object"},
            website=maybe(TEXT),
            provenance=PROVENANCE,
            licence=maybe(TEXT),
        ),
        confirmed_on=maybe(DAY),
        seals=array(ref("Seal")),
        memberships=array(ref("Membership")),
        record=thing(digest=DIGEST, opened=WHOLE, first=WHOLE, redacted=maybe(WHOLE), url=URL),
        history=URL,
    ),
    "Seal": thing(
        _("What of an actor was verified, by an organisation or in a role, and until when."),
        scope={"enum": SealScope.values},
        verifier=maybe(CODE),
        role=maybe(TEXT),
        given_on=DAY,
        until=maybe(DAY),
        digest=DIGEST,
        is_demo=FLAG,
    ),
    "Membership": thing(
        type={"enum": ["network", "programme"]},
        code=CODE,
        names=ref("Names"),
        since=maybe(ref("PartialDate")),
        until=maybe(ref("PartialDate")),
        is_demo=FLAG,
    ),
    "ActorHistory": listing(
        thing(
            "",
            (
                "heir",
                "confirmed_on",
                "network",
                "programme",
                "since",
                "until",
                "scope",
                "verifier",
                "seal_role",
                "given_on",
                "valid_until",
                "origin",
                "indicator",
                "year",
                "source_kind",
                "unit",
                "before",
                "after",
            ),
            event={
                "enum": [
                    "entered",
                    "changed",
                    "returned",
                    "merged",
                    "withdrawn",
                    "confirmed",
                    "absorbed",
                    "parted",
                    "joined",
                    "corrected",
                    "left",
                    "sealed",
                    "renewed",
                    "unsealed",
                    "reported",
                ]
            },
            revision=WHOLE,
            recorded_at=MOMENT,
            kind=TEXT,
            role=TEXT,
            reason=TEXT,
            digest=DIGEST,
            redacted=maybe(WHOLE),
            changes=maybe(array(thing(field=TEXT, before={}, after={})))
            | {"description": _("Null where a redaction hides what changed.")},
            heir=CODE,
            confirmed_on=DAY,
            network=CODE,
            programme=CODE,
            since=ref("PartialDate"),
            until=ref("PartialDate"),
            scope={"enum": SealScope.values},
            verifier=CODE,
            seal_role=TEXT,
            given_on=DAY,
            valid_until=DAY,
            origin=CODE
            | {
                "description": _(
                    "Who was merged into it or parted from it, or of whom a figure was said."
                )
            },
            indicator=TEXT,
            year=WHOLE,
            source_kind={"enum": SourceKind.values},
            unit=TEXT,
            before=maybe(DECIMAL)
            | {"description": _("Null where there was no figure, or where it was taken away.")},
            after=maybe(DECIMAL),
        ),
        code=CODE,
    ),
    "Territory": thing("", ("source",), **TERRITORY),
    "TerritoryList": listing(ref("Territory")),
    "TerritoryCollection": collection(),
    "TerritoryDetail": thing(
        **STAMP,
        territory=thing(
            "",
            ("source", "ancestors", "children", "neighbours"),
            **TERRITORY,
            ancestors=array(NAMED),
            children=array(NAMED),
            neighbours=array(NAMED),
            list=URL,
        ),
    ),
    "TermList": listing(
        thing(
            code=TEXT,
            parent=maybe(TEXT),
            names=ref("Names"),
            definitions=ref("Names"),
            mappings={"type": "object"},
            actors=COUNT,
        ),
        filter=TEXT,
        unknown=COUNT,
    ),
    "IndicatorList": thing(
        **STAMP,
        count=COUNT,
        results=array(
            thing(
                code=TEXT,
                head=TEXT,
                part_of=maybe(TEXT),
                unit=TEXT,
                aggregation={"enum": ["sum"]},
                standard=TEXT,
                names=ref("Names"),
                definitions=ref("Names"),
                minimum=WHOLE,
                maximum=WHOLE,
                decimals=COUNT,
            )
        ),
    ),
    "ObservationList": thing(
        **STAMP,
        next=maybe(URL),
        results=array(
            thing(
                actor=CODE,
                indicator=TEXT,
                year=WHOLE,
                value=DECIMAL,
                unit=TEXT,
                source_kind={"enum": SourceKind.values},
                origin=CODE,
                source=maybe(TEXT),
                source_url=maybe(TEXT),
                verified_by=maybe(TEXT),
                reports=FLAG,
                is_demo=FLAG,
                digest=DIGEST,
            )
        ),
    ),
    "Figure": thing(
        _("A value with how many of those in scope report it; null where nobody does."),
        ("sources", "groups", "part", "whole"),
        value=maybe({"type": "number"}),
        part={"type": "number"},
        whole={"type": "number"},
        unit=TEXT,
        in_scope=COUNT,
        reporting=maybe(COUNT),
        coverage=SHARE,
        verified=SHARE,
        sources=mapping(COUNT),
        groups=array(
            thing(by=TEXT, code={"type": ["string", "integer", "null"]}, names=ref("Names"))
        ),
    ),
    "Statistics": thing(
        "",
        (*UNCOUNTED, "overlapping", "census_year", "demonstration", "official"),
        **STAMP,
        query=TEXT,
        total=ref("Figure"),
        results=array(ref("Figure")),
        **UNCOUNTED,
        overlapping=FLAG,
        census_year=WHOLE,
        demonstration=FLAG,
        official=array(ref("OfficialFigure")),
    ),
    "CitationQuestion": thing(_("The address of a question of this API."), query=TEXT),
    "Citation": thing(
        _("A question, its answer and the digests of the evidence behind it."),
        code=CODE,
        url=URL,
        kind={"enum": ["actors", "actor", "statistics", "official-figure", "story"]},
        query=TEXT,
        original=TEXT,
        query_version=WHOLE,
        fold_version=WHOLE,
        revision=WHOLE,
        as_of=MOMENT,
        cited_at=MOMENT,
        answer={"type": "object"},
        records=COUNT,
        result_digest=DIGEST,
        evidence_digest=DIGEST,
        revision_digest=DIGEST,
        paper_code=TEXT,
        same_at=array(WHOLE),
        demonstration=FLAG,
        verify=URL,
        evidence=URL,
        texts={
            "type": "object",
            "additionalProperties": thing(
                direction={"enum": ["ltr", "rtl"]},
                title=TEXT,
                sentence=TEXT,
                short=TEXT,
                long=TEXT,
                apa=TEXT,
                iso690=TEXT,
            ),
        },
        formats={"type": "object", "additionalProperties": URL},
        cited_in=array(
            thing(
                kind={"enum": ["bill", "report", "press", "oral-question", "other"]},
                title=TEXT,
                who=TEXT,
                date=DAY,
                precision={"enum": ["day", "month", "year"]},
                page=maybe(TEXT),
                address=maybe(URL),
            )
        ),
    ),
    "Verification": thing(
        "",
        code=CODE,
        verified=FLAG,
        redacted=COUNT,
        steps=array(thing(step=TEXT, holds=FLAG, expected=TEXT, found=TEXT)),
    ),
    "CitationRecords": thing(
        "",
        code=CODE,
        revision=WHOLE,
        count=COUNT,
        next=maybe(URL),
        results=array(thing(code=CODE, digest=DIGEST, url=URL)),
    ),
    "OfficialFigure": thing(
        _("A total that others published; `beside` is the question of ours that speaks of it."),
        code=CODE,
        url=URL,
        names=ref("Names"),
        publisher=ref("Names"),
        value={"type": "number"},
        unit=TEXT,
        exactness={"enum": Exactness.values},
        counted=ref("PartialDate"),
        territory=TEXT,
        notes=ref("Names"),
        source=TEXT,
        source_url=URL,
        beside=maybe(URL),
        is_demo=FLAG,
        digest=DIGEST,
    ),
    "OfficialFigureList": listing(ref("OfficialFigure")),
    "OfficialFigureDetail": thing(**STAMP, official_figure=ref("OfficialFigure")),
    "Story": thing(
        _("A testimony, public by consent; its words are empty once redacted."),
        code=CODE,
        url=URL,
        titles=ref("Names"),
        texts=ref("Names"),
        teller=ref("Names"),
        told=ref("PartialDate"),
        actor=maybe(CODE),
        programme=maybe(CODE),
        territory=maybe(TEXT),
        consent=thing(on=DAY, form={"enum": ConsentForm.values}, to=TEXT),
        licence=TEXT,
        is_demo=FLAG,
        digest=DIGEST,
        redacted=maybe(WHOLE),
    ),
    "StoryList": listing(ref("Story")),
    "StoryDetail": thing(**STAMP, story=ref("Story")),
    "Programme": thing(
        code=CODE,
        names=ref("Names"),
        descriptions=ref("Names"),
        since=maybe(ref("PartialDate")),
        until=maybe(ref("PartialDate")),
        funders=array({}),
        website=maybe(TEXT),
        provenance=PROVENANCE,
        licence=maybe(TEXT),
        is_demo=FLAG,
        members=COUNT,
        digest=DIGEST,
        opened=WHOLE,
        redacted=maybe(WHOLE),
    ),
    "ProgrammeList": listing(ref("Programme")),
    "ProgrammeDetail": thing(**STAMP, url=URL, programme=ref("Programme"), actors=URL),
    "RevisionList": listing(
        thing(
            number=WHOLE,
            recorded_at=MOMENT,
            date=DAY,
            kind={"enum": RevisionKind.values},
            role=TEXT,
            reason=TEXT,
            opened=COUNT,
            closed=COUNT,
            redacted=COUNT,
            digest=DIGEST,
            previous=DIGEST,
            url=URL,
        )
    ),
    "DossierList": thing(count=COUNT, next=maybe(URL), results=array(thing(**DOSSIER))),
    "DossierDetail": thing(
        _("An argument for one occasion, as it was issued; its digest is chained to the last."),
        **DOSSIER,
        introductions=ref("Names"),
        demonstration=FLAG,
        points=array(
            thing(
                key=WHOLE,
                headings=ref("Names"),
                texts=ref("Names"),
                figures=array(
                    thing(
                        _("A citation: what was asked and answered when it was cited."),
                        citation=CODE,
                        url=URL,
                        query=TEXT,
                        revision=WHOLE,
                        as_of=MOMENT,
                        answer={"type": "object"},
                        paper_code=TEXT,
                        demonstration=FLAG,
                        verify=URL,
                    )
                ),
                stories=array(CODE),
            )
        ),
        issues=array(
            thing(
                issue=WHOLE,
                issued_at=MOMENT,
                digest=DIGEST,
                changes=array(thing(what={"enum": list(DOSSIER_CHANGES)}, point=maybe(WHOLE))),
            )
        ),
    ),
    "EditionList": thing(count=COUNT, next=maybe(URL), results=array(thing(**EDITION))),
    "EditionDetail": thing(
        **EDITION,
        available=FLAG,
        files=array(thing(name=TEXT, size=COUNT, sha256=DIGEST)),
        issues=array(thing(issue=COUNT, issued_at=MOMENT, size=COUNT, sha256=DIGEST)),
    ),
    "JSONLD": {"type": "object", "description": _("JSON-LD in the words of schema.org.")},
    "CanonicalBytes": {"type": "object", "description": _("RFC 8785 JSON, byte by byte.")},
    "ChangeList": thing(
        **STAMP,
        since=WHOLE,
        next=maybe(URL),
        results=array(
            thing(
                revision=WHOLE,
                event={"enum": ["closed", "opened", "redacted"]},
                record=TEXT,
                code=maybe(CODE),
                digest=DIGEST,
            )
        ),
    ),
    "Suggestions": thing(
        **STAMP,
        did_you_mean=maybe(TEXT),
        count=COUNT,
        next={"type": "null"},
        results=array(
            thing(
                "",
                ("level", "within", "legal_form", "kind"),
                type={"enum": ["territory", "locality", "sector", "programme", "actor"]},
                code=TEXT,
                names=ref("Names"),
                match={"enum": ["exact", "prefix", "fuzzy"]},
                is_demo=FLAG,
            )
        ),
    ),
}
SCHEMAS["NetworkDetail"] = {
    "allOf": [ref("ActorDetail"), thing(members=thing(count=COUNT, url=URL))]
}
