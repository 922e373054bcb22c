"""Publishing the organisations this project began with."""

from django.db import transaction

from directory import organisations
from directory.database import rows
from directory.models import Actor, Programme, Revision
from directory.publishing.publish import publish, take_lock
from directory.records.validate import Known, check, moroccan_today

KNOWN = """
select code from directory_actor where code = any(%(codes)s::text[])
union all
select code from directory_programme where code = any(%(codes)s::text[])"""


def load_organisations() -> Revision | None:
    """Publish those of fixtures/organisations.json that the register has never known.

    None where it knows them all: whoever edited, merged or withdrew one since is not overruled.
    Raises InvalidFacts, UnknownCommune.
    """
    with transaction.atomic():
        take_lock()
        known = {code for (code,) in rows(KNOWN, {"codes": list(organisations.codes())})}
        if known == organisations.codes():
            return None
        found = organisations.read()
        actors = [facts for facts in found.actors if facts.code not in known]
        programmes = [facts for facts in found.programmes if facts.code not in known]
        memberships = [
            facts
            for facts in found.memberships
            if not {facts.member, facts.network, facts.programme} <= known | {None}
        ]
        opened = [*actors, *programmes, *memberships]
        sets, today = Known(), moroccan_today()
        for facts in opened:
            check(facts, sets, today=today)
        Actor.objects.bulk_create([Actor(code=facts.code) for facts in actors])
        Programme.objects.bulk_create([Programme(code=facts.code) for facts in programmes])
        return publish(
            kind="import", role="administrator", reason="organisations-loaded", opened=opened
        )
