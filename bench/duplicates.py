"""Who may be in the register already: asked while a name is typed, and where its place is known."""

from functools import partial
from urllib.parse import urlencode

from bench.pairs import in_turns
from bench.questions import ROUNDS, Questions
from bench.report import Report
from desk.duplicates import candidates

NAMED = """
select v.code, v.commune, v.province, t.names
from directory_actorversion v
join directory_actortext t on t.version_id = v.id
where v.closed is null and v.commune is not null order by v.digest limit 500
"""
AIM = 30  # ms


def run(client, raw) -> Report:
    asked = Questions(raw)
    report = Report("Duplicates")
    known = raw.rows(NAMED)
    drawn = [asked.random.choice(known) for _ in range(ROUNDS + 5)]
    typed = [(commune, province, mistyped(names, asked)) for _, commune, province, names in drawn]

    def at_the_page(turn):
        return client.get(f"/fr/desk/register/similar/?{urlencode({'name_fr': typed[turn][2]})}")

    def at_its_place(turn):
        commune, province, name = typed[turn]
        return candidates([name], commune=commune, province=province)

    found = [
        code in {one.code for one in candidates([name], commune=commune, province=province)}
        for (code, *_rest), (commune, province, name) in zip(drawn, typed, strict=True)
    ]
    page, place = in_turns(at_the_page, at_its_place, rounds=ROUNDS)
    number = in_turns(partial(numbered, asked), rounds=ROUNDS)[0]
    for work, timing in (
        ("a name mistyped, its page", page),
        ("the same with its commune", place),
        ("a registry number", number),
    ):
        met = "yes" if timing.p50 <= AIM else "no"
        report.add(work, f"{timing.p50:.2f} (p95 {timing.p95:.2f}) ms", "–", f"{AIM} ms", met)
    share = f"{sum(found)} of {len(found)}"
    report.add("mistyped, and found among the five", share, "–", "told", "–")
    return report


def mistyped(names, asked) -> str:
    """A name as somebody types it who leaves one letter out."""
    name = names.get("fr") or names.get("ar") or next(iter(names.values()))
    at = asked.random.randrange(1, len(name))
    return name[:at] + name[at + 1 :]


def numbered(asked, turn):
    digits = f"{asked.random.randrange(10**15):015d}"
    return candidates([], registry={"ice": digits})
