"""Programmes as of a revision, with how many actors belong to them."""

import orjson

from directory.as_of import Reading
from directory.database import rows
from directory.selectors import members
from directory.standing import partial_date, standing


class UnknownProgramme(LookupError):
    """No programme of that code in the register as of that revision."""


SELECT = f"""select p.code, p.names, p.descriptions, p.since, p.since_precision, p.until,
    p.until_precision, p.funders, p.website, p.is_demo, encode(p.digest, 'hex'), p.opened,
    p.redacted, b.bytes
    from directory_programmeversion p join directory_recordbytes b on b.digest = p.digest
    where {standing("p")}"""


def programmes(*, reading: Reading, demo: bool | None = None) -> list[dict]:
    """All programmes, by name; demonstration rows only, none, or both."""
    narrowed = "" if demo is None else " and p.is_demo = %(demo)s"
    found = rows(
        f"{SELECT}{narrowed} order by p.fold, p.code", {"revision": reading.revision, "demo": demo}
    )
    sizes = members.of_programmes(reading) if found else {}
    return [_programme(*each, sizes.get(each[0], 0)) for each in found]


def programme_names(*, reading: Reading) -> dict[str, dict]:
    """Code to names of every programme, by name. Nobody is counted: pages offer them to choose."""
    found = rows(
        "select p.code, p.names from directory_programmeversion p"
        f" where {standing('p')} order by p.fold, p.code",
        {"revision": reading.revision},
    )
    return dict(found)


def programme_as_of(*, code: str, reading: Reading) -> dict:
    """One programme by its (parsed) code. Raises UnknownProgramme."""
    found = rows(
        f"{SELECT} and p.code = %(code)s",
        {"revision": reading.revision, "code": code},
    )
    if not found:
        raise UnknownProgramme(code)
    return _programme(*found[0], members.of_programme(code, reading))


def _programme(
    code, names, descriptions, since, since_precision, until, until_precision, funders, website,
    is_demo, digest, opened, redacted, content, size,
):  # fmt: skip
    facts = {} if content is None else orjson.loads(bytes(content))
    return {
        "code": code,
        "names": names,
        "descriptions": descriptions,
        "since": partial_date(since, since_precision),
        "until": partial_date(until, until_precision),
        "funders": funders,
        "website": website,
        "provenance": facts.get("provenance", {}),
        "licence": facts.get("licence"),
        "is_demo": is_demo,
        "members": size,
        "digest": digest,
        "opened": opened,
        "redacted": redacted,
    }


def names_of_programmes(codes, reading) -> dict[str, dict]:
    """Names by language of some programmes, as of a reading."""
    wanted = list(codes)
    if not wanted:
        return {}
    return dict(
        rows(
            f"""select p.code, p.names from directory_programmeversion p
            where p.code = any(%(codes)s::text[]) and {standing("p")}""",
            {"codes": wanted, "revision": reading.revision},
        )
    )
