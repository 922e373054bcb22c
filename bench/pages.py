"""Pages as people open them: whole, in French, another question each time, so that none is kept."""

from urllib.parse import urlencode

from django.utils.translation import override

from bench.pairs import in_turns
from bench.questions import ROUNDS, Questions
from bench.report import Report
from frontend.cards import actor_path

AIM = 100  # ms: what a person feels as at once
ACTORS = """
select v.code, t.names from directory_actorversion v
join directory_actortext t on t.version_id = v.id
where v.closed is null order by v.digest limit 500"""


def run(client, raw) -> Report:
    asked = Questions(raw)
    report = Report("Pages")
    with override("fr"):
        known = [actor_path(code, names) for code, names in raw.rows(ACTORS)]
    rounds = range(ROUNDS + 5)
    three = [asked.three_filters() for _ in rounds]
    words = [asked.words(rare=True) for _ in rounds]
    chosen = [asked.random.choice(known) for _ in rounds]
    pages = {
        "the map, nothing asked": ["/fr/"] * len(rounds),
        "the list, nothing asked": ["/fr/actors/"] * len(rounds),
        "the list, three filters": [
            "/fr/actors/?" + urlencode({"region": region, "legal_form": form, "sector": sector})
            for region, form, sector in three
        ],
        "the map, a rare search": ["/fr/?" + urlencode({"q": one}) for one in words],
        "a region": [f"/fr/territories/{region}/" for region, _form, _sector in three],
        "an actor": chosen,
        "all networks, with their members": ["/fr/networks/"] * len(rounds),
        "all programmes, with theirs": ["/fr/programmes/"] * len(rounds),
        "figures by closing year": ["/fr/figures/?group_by=closing_year"] * len(rounds),
        "figures by region": ["/fr/figures/?measure=members&group_by=region"] * len(rounds),
    }
    works = [lambda turn, paths=paths: client.get(paths[turn]) for paths in pages.values()]
    for work, timing in zip(pages, in_turns(*works, rounds=ROUNDS), strict=True):
        met = "yes" if timing.p50 <= AIM else "no"
        report.add(work, f"{timing.p50:.1f} (p95 {timing.p95:.1f}) ms", "–", f"{AIM} ms", met)
    return report
