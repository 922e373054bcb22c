"""Who may be in the register already: asked while a name is typed, and again by moderators.

An actor is found by a registry number it states, by words of its names in either script, and by
the beginning of its name; near the same place first. Words that half the register shares
("cooperative") find nobody: the rarest do. Each statement reads an index and a bounded number of
rows, so the answer is there before the next letter.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from directory import spelling
from directory.database import row, rows
from evidence.wording.names import name_of

COMMON = 5_000  # current versions that hold a word, from which it tells nobody apart
FREQUENT = 20_000  # from which even two of them together, or one in a city, are too many to look at
CANDIDATES = 200
READ_ROWS = 3_000
RAREST = 3
MOST_NAMES = 5
MOST_ENTERED = 500  # profiles that many others are compared with at once
MOST_WORDS = 12
LONGEST = 200
# How alike two names are at least: the nearer the places, the less is asked of the names.
ALIKE = {"commune": 0.42, "province": 0.55, "elsewhere": 0.72}


@dataclass(frozen=True)
class Candidate:
    """An actor that may be the same. `why` is `registry` or `name`; `near` how far its place is:
    `commune`, `province` or `elsewhere`; `score` 1 for the same, more than 0 for alike.
    """

    code: str
    names: dict
    legal_form: str
    kind: str
    around: dict | None
    why: str
    near: str
    score: float
    is_demo: bool

    @property
    def name(self):
        return name_of({"names": self.names})


def candidates(
    names: Iterable[str],
    *,
    commune: str | None = None,
    province: str | None = None,
    registry: Mapping[str, str] | None = None,
    besides: str | None = None,
    limit: int = 5,
) -> list[Candidate]:
    """The likeliest first. `besides` is the code of the profile that is being changed."""
    typed = [name[:LONGEST] for name in names if name.strip()][:MOST_NAMES]
    found = {one.code: one for one in _named(typed, commune, province)} if typed else {}
    if registry:
        found |= {one.code: one for one in _numbered(registry, commune, province)}
    found.pop(besides, None)
    return sorted(found.values(), key=lambda one: (-one.score, one.code))[:limit]


def _named(typed, commune, province):
    told = rows("select t, fold_text(t) from unnest(%s::text[]) t", [typed])
    folds = [fold for _text, fold in told if fold]
    if not folds:
        return []
    words = list(dict.fromkeys(word for fold in folds for word in fold.split(" ")))[:MOST_WORDS]
    sources = _sources(folds, words, commune, province)
    return [one for one in _read(sources, folds, commune, province) if one.score > 0]


def _sources(folds, words, commune, province):
    """Statements that each give ids of versions, and what they bind."""
    bound = {"last": spelling.LAST, "commune": commune, "province": province}
    told = [
        f"select id from directory_actorversion where closed is null and fold >= %(fold{at})s::text"
        f" and fold < %(fold{at})s::text || %(last)s::text limit 50"
        for at in range(len(folds))
    ]
    bound |= {f"fold{at}": fold for at, fold in enumerate(folds)}
    holders = {one.typed: one.holders for one in spelling.hear(words)}
    for word in [one for one in words if not holders[one]][:2]:
        # A word nobody holds was mistyped.
        holders |= {one.typed: one.holders for one in spelling.hear(spelling.corrections(word))}
    rare = sorted(
        (word for word, held in holders.items() if held and len(word) > 1),
        key=lambda word: holders[word],
    )[:RAREST]
    if not rare:
        return told, bound
    version = "select id from directory_actorversion where closed is null"
    bound["rarest"] = f"'{rare[0]}':*"
    bound["together"] = " & ".join(f"'{word}':*" for word in rare[:2])
    if holders[rare[0]] <= COMMON:
        told.append(f"{version} and words @@ %(rarest)s::tsquery limit {CANDIDATES}")
    if len(rare) > 1 and holders[rare[0]] <= FREQUENT:
        told.append(f"{version} and words @@ %(together)s::tsquery limit {CANDIDATES}")
    if commune:
        telling = [word for word in rare if holders[word] <= FREQUENT]
        bound["telling"] = " | ".join(f"'{word}':*" for word in telling or rare)
        if telling:
            told.append(
                f"{version} and commune = %(commune)s::text and words @@ %(telling)s::tsquery"
                f" limit {CANDIDATES}"
            )
        else:  # words that everybody has: of a city only so many are read
            told.append(
                "select id from (select id, words from directory_actorversion"
                " where closed is null and commune = %(commune)s::text"
                f" limit {READ_ROWS}) v where ts_match_vq(words, %(telling)s::tsquery)"
                f" limit {CANDIDATES}"
            )
    return told, bound


# Nothing that folds to a Latin letter or a digit; and nothing that folds to another letter.
ARABIC = r"^[\u0600-\u065f\u066a-\u06ef\u06fa-\u06ff [:punct:]·]+$"
WESTERN = r"^[\u0001-\u024f\u2000-\u206f]+$"
READ = """
with found as materialized ({sources}),
alike as materialized (
    select f.id, max(similarity(fold_text(named.value), typed.fold)) as score
    from found f
    join directory_actortext t on t.version_id = f.id
    cross join lateral jsonb_each_text(t.names) as named
    cross join unnest(%(folds)s::text[]) as typed (fold)
    -- Names of the other script have nothing in common: most of the time went to them.
    where not (%(latin)s::boolean and named.value ~ %(arabic)s::text)
        and not (%(foreign)s::boolean and named.value ~ %(western)s::text)
    group by f.id
)
select v.code, t.names, v.legal_form, v.kind, v.is_demo, a.code, a.name_fr, a.name_ar, s.score,
    case when v.commune = %(commune)s::text then 'commune'
        when v.province = %(province)s::text then 'province' else 'elsewhere' end
from alike s
join directory_actorversion v on v.id = s.id
join directory_actortext t on t.version_id = s.id
left join geodata_territory a
    on a.code = coalesce(v.commune, v.province, v.region) and a.last_set is null
order by s.score desc, v.code limit 40
"""


def _read(sources, folds, commune, province):
    statements, bound = sources
    joined = " union ".join(f"({one})" for one in statements)
    statement = READ.format(sources=joined)
    bound |= {
        "folds": folds,
        "arabic": ARABIC,
        "western": WESTERN,
        "latin": all(fold.isascii() for fold in folds),
        "foreign": not any(re.search("[a-z0-9]", fold) for fold in folds),
    }
    for told in rows(statement, bound, prepare=False):
        *shown, score, near = told
        least = ALIKE[near] if commune or province else ALIKE["province"]
        if score >= least:
            yield _candidate(shown, "name", near, float(score))


NUMBERED = """
select v.code, t.names, v.legal_form, v.kind, v.is_demo, a.code, a.name_fr, a.name_ar,
    case when v.commune = %(commune)s::text then 'commune'
        when v.province = %(province)s::text then 'province' else 'elsewhere' end
from directory_recordbytes b
join directory_actorversion v on v.digest = b.digest and v.closed is null
join directory_actortext t on t.version_id = v.id
left join geodata_territory a
    on a.code = coalesce(v.commune, v.province, v.region) and a.last_set is null
where b.record = 'actor-version' and registry_of(b.bytes) is not null
    and registry_of(b.bytes) @> %(number)s::jsonb
limit 10
"""


def _numbered(registry, commune, province):
    """Actors that state one of the numbers; each number is asked for by itself."""
    for name, number in registry.items():
        bound = {
            "number": json.dumps({name: number}),
            "commune": commune,
            "province": province,
        }
        for *shown, near in rows(NUMBERED, bound):
            yield _candidate(shown, "registry", near, 1.0)


def _candidate(shown, why, near, score) -> Candidate:
    code, names, legal_form, kind, is_demo, around, fr, ar = shown
    return Candidate(
        code=code,
        names=names,
        legal_form=legal_form,
        kind=kind,
        around=around and {"code": around, "names": {"fr": fr, "ar": ar}},
        why=why,
        near=near,
        score=score,
        is_demo=is_demo,
    )


@dataclass(frozen=True)
class Asked:
    """What a new profile is called, and where it is; `mark` is whoever asks's."""

    mark: int
    names: tuple[str, ...]
    commune: str | None
    province: str | None


ENTERED = """
select distinct c.mark
from directory_actorversion v join directory_actortext t on t.version_id = v.id
cross join lateral jsonb_each_text(t.names) as named
cross join unnest(%(marks)s::int[], %(names)s::text[], %(communes)s::text[], %(provinces)s::text[])
    as c (mark, name, commune, province)
where v.closed is null and v.opened > %(revision)s
    and similarity(fold_text(named.value), fold_text(c.name)) >= case
        when v.commune = c.commune then {commune} when v.province = c.province then {province}
        else {elsewhere} end"""


def alike_since(revision: int, several: Iterable[Asked]) -> set[int] | None:
    """Marks of those like a profile that entered after a revision, of many in one statement; None
    where so much entered that each is better looked for by itself.
    """
    fresh = row(
        "select count(*) from (select from directory_actorversion"
        " where closed is null and opened > %s limit %s) v",
        [revision, MOST_ENTERED + 1],
    )[0]
    if fresh > MOST_ENTERED:
        return None
    asked = [(one, name) for one in several for name in one.names] if fresh else []
    if not asked:
        return set()
    bound = {
        "revision": revision,
        "marks": [one.mark for one, _name in asked],
        "names": [name[:LONGEST] for _one, name in asked],
        "communes": [one.commune for one, _name in asked],
        "provinces": [one.province for one, _name in asked],
    }
    return {mark for (mark,) in rows(ENTERED.format(**ALIKE), bound, prepare=False)}
