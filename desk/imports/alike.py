"""Who a row may be already: in the register, and in the same file.

An actor is the same surely where its own code or a registry number says so. Else it is found by the
words of its names in either script, legal forms' words left out, and weighed by how many of them
agree and by how near the two places are.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import orjson

from directory.database import rows

SURE = 1.0
UNSURE = 0.6  # from which somebody has to look
MOST = 5
# Words that tell nobody apart, folded.
COMMON = frozenset(
    [
        "cooperative",
        "cooperatives",
        "coop",
        "cooperativa",
        "association",
        "associations",
        "asociacion",
        "mutuelle",
        "gie",
        "union",
        "fondation",
        "fundacion",
        "foundation",
        "societe",
        "sarl",
        "ste",
        "de",
        "du",
        "des",
        "d",
        "la",
        "le",
        "les",
        "l",
        "el",
        "al",
        "of",
        "the",
        "for",
        "pour",
        "et",
        "y",
        "and",
        "agricole",
        "feminine",
        "feminin",
        "تعاونيه",
        "تعاونيات",
        "التعاونيه",
        "جمعيه",
        "الجمعيه",
        "جمعيات",
        "تعاضديه",
        "اتحاد",
        "مؤسسه",
        "شركه",
        "مجموعه",
        "في",
        "من",
    ]
)
NUMBERS = ("ice", "rc", "rlc", "odco")


@dataclass(frozen=True)
class Named:
    """What is compared of a row: folded names, registry numbers, its place, a code of its own."""

    names: tuple[str, ...]
    registry: Mapping[str, str]
    commune: str | None
    province: str | None
    code: str = ""

    @property
    def words(self) -> list[frozenset[str]]:
        return [words for name in self.names if (words := telling(name))]

    @property
    def keys(self) -> list[str]:
        """What another row of the file cannot share by chance."""
        told = [f"{name}:{number}" for name, number in self.registry.items() if name in NUMBERS]
        if self.code:
            told.append(f"code:{self.code}")
        return told + [
            f"name:{' '.join(sorted(words))}:{self.commune or self.province or ''}"
            for words in self.words
        ]


def telling(fold: str) -> frozenset[str]:
    """The words of a folded name that tell it from others; all of them where none does."""
    words = frozenset(fold.split(" ")) - {""}
    return words - COMMON or words


CODED = """
select n, v.code, v.digest, t.names from unnest(%s::int[], %s::text[]) as told (n, code)
join directory_actorversion v on v.code = told.code and v.closed is null
join directory_actortext t on t.version_id = v.id"""

NUMBERED = """
select n, v.code, v.digest, t.names from unnest(%s::int[], %s::jsonb[]) as told (n, number)
cross join lateral (
    select b.digest from directory_recordbytes b
    where b.record = 'actor-version' and registry_of(b.bytes) is not null
        and registry_of(b.bytes) @> told.number
    limit 50
) b
join directory_actorversion v on v.digest = b.digest and v.closed is null
join directory_actortext t on t.version_id = v.id"""

NAMED = """
select n, v.code, v.digest, t.names, v.commune, v.province,
    array(select fold_text(value) from jsonb_each_text(t.names))
from unnest(%s::int[], %s::text[]) as told (n, words)
cross join lateral (
    select id, code, digest, commune, province from directory_actorversion
    where closed is null and words @@ told.words::tsquery limit 20
) v
join directory_actortext t on t.version_id = v.id"""


def candidates(named: Mapping[int, Named]) -> dict[int, list[dict]]:
    """Those each row may be, likeliest first: code, digest, names, score and why."""
    found: dict[int, dict[str, dict]] = {n: {} for n in named}
    coded = {n: one.code for n, one in named.items() if one.code}
    for n, code, digest, names in rows(CODED, [list(coded), list(coded.values())]):
        _keep(found[n], code, digest, names, SURE, "code")
    for name in NUMBERS:
        told = {n: one.registry[name] for n, one in named.items() if one.registry.get(name)}
        if told:
            asked = [orjson.dumps({name: number}).decode() for number in told.values()]
            for n, code, digest, names in rows(NUMBERED, [list(told), asked]):
                _keep(found[n], code, digest, names, SURE if name == "ice" else 0.97, name)
    _by_name(named, found)
    return {
        n: sorted(some.values(), key=lambda one: (-one["score"], one["code"]))[:MOST]
        for n, some in found.items()
        if some
    }


def _keep(some, code, digest, names, score, why):
    known = some.get(code)
    if known is None or known["score"] < score:
        some[code] = {
            "code": code, "digest": bytes(digest).hex(), "names": names, "score": round(score, 2),
            "why": why,
        }  # fmt: skip


def _by_name(named, found):
    asked = [
        (n, " & ".join(f"'{word}'" for word in sorted(words)))
        for n, one in named.items()
        for words in one.words
    ]
    if not asked:
        return
    told = [list(column) for column in zip(*asked, strict=True)]
    for n, code, digest, names, commune, province, folds in rows(NAMED, told):
        one = named[n]
        likeness = max(
            (_likeness(words, telling(fold)) for words in one.words for fold in folds), default=0
        )
        score = likeness * _nearness(one, commune, province)
        if score >= UNSURE:
            _keep(found[n], code, digest, names, score, "name")


def _likeness(one: frozenset, other: frozenset) -> float:
    return len(one & other) / len(one | other)


def _nearness(one, commune, province) -> float:
    """Names repeat from town to town: an equal one elsewhere is another organisation."""
    if one.commune and commune:
        if one.commune == commune:
            return 0.95
        return 0.7 if one.province == province else 0.4
    if one.province and province:
        return 0.8 if one.province == province else 0.4
    return 0.75


def folded(texts: Iterable[str], folds) -> tuple[str, ...]:
    return tuple(fold for text in texts if (fold := folds(text)))
