"""Two act on who keeps a profile at one instant: one of them does, and an owner always stays."""

from tests.desk.keeping import TOO_LATE

OWNERS = "select count(*) from desk_stewardship where role = 'owner' and revoked_at is null"


def prepared(database, what):
    code, told = database.run("tests.desk.keeping", what)
    assert code == 0, told
    return told.splitlines()[-1].split()


def at_once(database, *acts):
    """The exit codes of the acts, begun together."""
    acting = [database.start("-m", "tests.desk.keeping", *act, role="web") for act in acts]
    ends = [process.ended() for process in acting]
    assert {code for code, _told in ends} <= {0, TOO_LATE}, ends
    return [code for code, _told in ends]


def owners(database):
    return database.ask(OWNERS)[0][0]


def test_two_owners_who_revoke_each_other_leave_one(committed_database):
    one, other = prepared(committed_database, "owners")
    ends = at_once(committed_database, ("revoke", one, other), ("revoke", other, one))
    assert sorted(ends) == [0, TOO_LATE]
    assert owners(committed_database) == 1


def test_two_owners_who_leave_together_leave_one(committed_database):
    one, other = prepared(committed_database, "owners")
    ends = at_once(committed_database, ("leave", one), ("leave", other))
    assert sorted(ends) == [0, TOO_LATE]
    assert owners(committed_database) == 1


def test_of_two_claims_decided_by_two_moderators_one_is_accepted(committed_database):
    first, second, one, other = prepared(committed_database, "claims")
    ends = at_once(
        committed_database, ("decide", first, one, other), ("decide", second, other, one)
    )
    assert sorted(ends) == [0, TOO_LATE]
    assert owners(committed_database) == 1


def test_a_claim_and_an_invitation_of_one_person_give_one_role(committed_database):
    moderator, claim, invitation = prepared(committed_database, "both")
    ends = at_once(committed_database, ("decide", moderator, claim), ("accept", claim, invitation))
    assert sorted(ends) == [0, TOO_LATE]
    assert owners(committed_database) == 2
