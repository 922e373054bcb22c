"""The queue with 100,000 contributions waiting: its whole page, as its moderators ask for it.

Only in a demonstration: what waits is invented here, and taken out again. Beside it, the rows of
the page and its numbers in raw SQL, counted to the last one.
"""

import time
from contextlib import contextmanager

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction

from bench.database import Raw
from bench.pairs import in_turns
from bench.report import Report
from desk.models import Moderator, Person
from directory.database import execute
from directory.vocabulary import is_demonstration

WAITING = 100_000
AIM = 50  # ms
MARK = "bench"
STAYS = "desk_person_keeps_an_administrator"
FILL = """
with regions as (
    select array_agg(region order by region) as regions from (
        select distinct region from directory_actorversion
        where closed is null and region is not null
    ) r
), actors as (
    select array_agg(code) as codes, array_agg(region) as regions, array_agg(digest) as digests
    from (select code, region, digest from directory_actorversion
        where closed is null and region is not null order by digest limit 5000) a
)
insert into desk_submission (kind, state, link, language, actor_id, base, subject, payload, email,
    region, province, networks, programmes, look_later, signs, named, outline, origin, begun_at,
    saved_at, consented_at, submitted_at)
select k.kind, 'waiting', 'bench' || lpad(n::text, 59, '0'), 'fr',
    case when k.kind <> 'new-profile' then a.codes[at] end,
    case when k.kind = 'change' then a.digests[at] end,
    case when k.kind = 'report' then 'wrong' else '' end,
    case when k.kind = 'report' then jsonb_build_object('report', jsonb_build_object('words', 'x'))
        else jsonb_build_object('name', jsonb_build_object(
            'name_fr', 'Exemple · Coopérative ' || n, 'name_ar', 'مثال ' || n),
            'form', jsonb_build_object('legal_form', 'cooperative'),
            'place', jsonb_build_object('place', '02.113.01.09')) end,
    '', case when k.kind = 'new-profile'
        then r.regions[1 + n * 7 %% cardinality(r.regions)] else a.regions[at] end,
    '', case when n %% 400 = 0 then array[%(network)s] else '{}'::text[] end, '{}', false,
    case when n %% 9 = 0 then array['alike'] when n %% 50 = 0 then array['unusual']
        else '{}'::text[] end,
    case when k.kind = 'new-profile' then array[fold_text('Exemple · Coopérative ' || n),
        fold_text('مثال ' || n)] else '{}'::text[] end,
    case when k.kind = 'change' then jsonb_build_array(jsonb_build_array('website'),
        jsonb_build_array('figures.members.2025', '12', '14')) else '[]'::jsonb end,
    %(mark)s, moment, moment, case when k.kind <> 'report' then moment end, moment
from generate_series(1, %(count)s) n
cross join regions r cross join actors a
cross join lateral (select now() - n * interval '35 seconds' as moment,
    1 + n * 13 %% cardinality(a.codes) as at) m
cross join lateral (select case when n %% 10 < 7 then 'new-profile' when n %% 10 < 9 then 'change'
    else 'report' end as kind) k
"""
NETWORK = """
select code from directory_actorversion
where closed is null and kind = 'network' order by code limit 1"""
ROWS = """
select id, kind, state, actor_id, payload, region, province, signs, assigned_id, submitted_at
from desk_submission where state = 'waiting' and {within} order by submitted_at, id limit 51"""
COUNTS = """
select count(*), min(submitted_at),
    count(*) filter (where submitted_at <= now() - interval '2 days'),
    count(*) filter (where submitted_at <= now() - interval '7 days'),
    count(*) filter (where submitted_at <= now() - interval '30 days')
from desk_submission where state = 'waiting' and {within}"""


def run(client, raw) -> Report:
    report = Report("The queue")
    if not is_demonstration():
        raise SystemExit("the queue is filled in a demonstration only")
    owner = Raw("DATABASE_OWNER_URL")
    ((network,),) = owner.rows(NETWORK)
    with filled(owner, network):
        for who, scope, code, query, within in (
            ("administrator", None, None, "", "true"),
            ("administrator, deep", None, None, "after", "true"),
            ("country", "country", "MA", "", "true"),
            ("region", "region", "02", "", "region = '02'"),
            ("region, reports", "region", "02", "kind=report", "region = '02' and kind = 'report'"),
            ("network", "network", network, "", f"networks && array['{network}']::varchar[]"),
            ("a sign", "country", "MA", "sign=unusual", "signs @> array['unusual']::varchar[]"),
            ("a sign, a kind, nobody's", "country", "MA", "sign=none&kind=change&assigned=nobody",
             "signs = '{}' and kind = 'change' and assigned_id is null"),
            ("a month and more", "country", "MA", "age=30",
             "submitted_at <= now() - interval '30 days'"),
        ):  # fmt: skip
            with somebody(scope, code) as cookie:
                _measured(client, raw, report, who, query, within, cookie)
    return report


def _measured(client, raw, report, who, query, within, cookie):
    if query == "after":
        ((last,),) = raw.rows(
            "select id from desk_submission where state = 'waiting'"
            " order by submitted_at, id offset 60000 limit 1"
        )
        query = f"after={last}"
    path = f"/fr/moderation/?{query}"
    page = client.get(path, Cookie=cookie, Accept="text/html").decode()
    if "data-queue-row" not in page:
        raise RuntimeError(f"{who}: the page shows no rows")

    def ours(turn):
        return client.get(path, Cookie=cookie, Accept="text/html")

    def plain(turn):
        return raw.rows(ROWS.format(within=within)), raw.rows(COUNTS.format(within=within))

    timing, beside = in_turns(ours, plain, rounds=40)
    met = "yes" if timing.p50 <= AIM else "no"
    report.add(
        f"the queue of {WAITING:,}: {who}", f"{timing.p50:.1f} (p95 {timing.p95:.1f}) ms",
        f"{beside.p50:.1f} ms", f"{AIM} ms", met,
    )  # fmt: skip


@contextmanager
def filled(owner, network, count=WAITING):
    """So many waiting; none of them afterwards."""
    empty(owner)
    owner.connection.execute(FILL, {"count": count, "mark": MARK, "network": network})
    owner.connection.execute("vacuum analyze desk_submission")
    try:
        yield
    finally:
        empty(owner)


def empty(owner):
    owner.connection.execute("delete from desk_submission where origin = %s", [MARK])


@contextmanager
def somebody(scope, code):
    """A moderator who has logged in and shown her second factor: the header of her cookie."""
    address = f"{MARK}@athar.example"
    _forgotten(address)
    if scope is None:
        person = Person.objects.create_superuser(address, "", language="fr")
    else:
        person = Person.objects.create_user(address, "", language="fr")
        Moderator.objects.create(person=person, scope=scope, code=code)
    TOTP.activate(person, generate_totp_secret())
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session["account_authentication_methods_user"] = str(person.pk)
    session["account_authentication_methods"] = [
        {"method": "mfa", "type": "totp", "at": time.time(), "reauthenticated": True}
    ]
    session.save()
    try:
        yield f"{settings.SESSION_COOKIE_NAME}={session.session_key}"
    finally:
        session.delete()
        _forgotten(address)


def _forgotten(address):
    """Also where she is the only administrator, who otherwise stays."""
    found = Person.objects.filter(email=address)
    with transaction.atomic():
        execute(f"alter table desk_person disable trigger {STAYS}")
        Moderator.objects.filter(person__in=found).delete()
        Authenticator.objects.filter(user__in=found).delete()
        found.delete()
        execute("set constraints all immediate")
        execute(f"alter table desk_person enable trigger {STAYS}")
