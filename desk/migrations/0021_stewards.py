"""A stewardship names its ground; invitations; and what was done with who keeps a profile."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

from desk import sqlfiles

RIGHTS = {
    "desk_invitation": "select, insert, update (state, address, sent_at, accepted_by_id)",
    "desk_stewardact": "select, insert",
}

# A claim's acceptance and what it gave are of one transaction, so of one time.
GROUNDS = """
alter table desk_stewardship disable trigger user;
update desk_stewardship s set ground = 'claim', claim_id = c.id
    from desk_claim c join desk_claimdecision d on d.claim_id = c.id and d.verb = 'accept'
    where c.person_id = s.person_id and c.actor_id = s.actor_id and d.at = s.since;
update desk_stewardship s set ground = 'submission', submission_id = u.id
    from (select distinct on (author_id, actor_id) id, author_id, actor_id from desk_submission
        where kind = 'new-profile' and actor_id is not null
        order by author_id, actor_id, id desc) u
    join directory_actor a on a.code = u.actor_id
    where s.ground = 'grant' and u.author_id = s.person_id and a.id = s.actor_id;
set constraints all immediate;
set constraints all deferred;
alter table desk_stewardship enable trigger user;
"""

TRIGGERS = """
create constraint trigger desk_stewardship_has_a_ground after insert on desk_stewardship
    deferrable initially deferred for each row execute function stewardship_has_a_ground();
create trigger desk_invitation_answered_once before update on desk_invitation
    for each row execute function invitation_guard();
"""

BACK = """
drop function stewardship_has_a_ground() cascade;
drop function invitation_guard() cascade;
"""


def grant(apps, schema_editor):
    """The log is only added to; an invitation is sent again and answered, and no more."""
    role = schema_editor.quote_name(settings.WEB_ROLE)
    with schema_editor.connection.cursor() as cursor:
        for table, rights in RIGHTS.items():
            cursor.execute(f"grant {rights} on {table} to {role}")


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0020_import_runs"),
        ("directory", "0018_pictures"),
    ]

    operations = [
        migrations.CreateModel(
            name="StewardAct",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "verb",
                    models.CharField(
                        choices=[
                            ("invite", "invited"),
                            ("resend", "sent again"),
                            ("withdraw", "invitation withdrawn"),
                            ("accept", "invitation accepted"),
                            ("decline", "invitation declined"),
                            ("role", "role changed"),
                            ("revoke", "role taken away"),
                            ("hand-over", "ownership handed over"),
                            ("leave", "laid it down"),
                            ("moderate", "taken away by a moderator"),
                        ],
                        max_length=9,
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        blank=True,
                        choices=[("owner", "owner"), ("editor", "editor")],
                        default="",
                        max_length=6,
                    ),
                ),
                ("note", models.TextField(blank=True, default="")),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.AddField(
            model_name="stewardship",
            name="claim",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="desk.claim",
            ),
        ),
        migrations.AddField(
            model_name="stewardship",
            name="ground",
            field=models.CharField(
                choices=[
                    ("claim", "a claim that was accepted"),
                    ("invitation", "an invitation"),
                    ("submission", "registered it"),
                    ("grant", "given by an administrator"),
                ],
                default="grant",
                max_length=10,
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="stewardship",
            name="submission",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="desk.submission",
            ),
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("address", models.EmailField(blank=True, max_length=254)),
                ("mark", models.CharField(max_length=64)),
                (
                    "role",
                    models.CharField(
                        choices=[("owner", "owner"), ("editor", "editor")], max_length=6
                    ),
                ),
                ("hands_over", models.BooleanField(default=False)),
                (
                    "language",
                    models.CharField(
                        choices=[
                            ("ar", "Arabic"),
                            ("fr", "French"),
                            ("en", "English"),
                            ("es", "Spanish"),
                            ("zgh", "Tamazight"),
                        ],
                        max_length=3,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "open"),
                            ("accepted", "accepted"),
                            ("declined", "declined"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="open",
                        max_length=9,
                    ),
                ),
                (
                    "sent_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "accepted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.actor",
                    ),
                ),
                (
                    "invited_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="stewardship",
            name="invitation",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="desk.invitation",
            ),
        ),
        migrations.RunSQL(GROUNDS, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="stewardship",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("claim", None),
                        ("ground", "grant"),
                        ("invitation", None),
                        ("submission", None),
                    ),
                    models.Q(
                        ("claim__isnull", False),
                        ("ground", "claim"),
                        ("invitation__isnull", True),
                        ("submission__isnull", True),
                    ),
                    models.Q(
                        ("claim__isnull", True),
                        ("ground", "invitation"),
                        ("invitation__isnull", False),
                        ("submission__isnull", True),
                    ),
                    models.Q(
                        ("claim__isnull", True),
                        ("ground", "submission"),
                        ("invitation__isnull", True),
                        ("submission__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="stewardship_names_its_ground",
            ),
        ),
        migrations.AddField(
            model_name="stewardact",
            name="actor",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.actor"
            ),
        ),
        migrations.AddField(
            model_name="stewardact",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="stewardact",
            name="invitation",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="acts",
                to="desk.invitation",
            ),
        ),
        migrations.AddField(
            model_name="stewardact",
            name="person",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("language__in", ["ar", "fr", "en", "es", "zgh"]),
                    ("role__in", ["owner", "editor"]),
                    ("state__in", ["open", "accepted", "declined", "withdrawn"]),
                ),
                name="invitation_words_are_ours",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "open"), models.Q(("address", ""), _negated=True)),
                    models.Q(models.Q(("state", "open"), _negated=True), ("address", "")),
                    _connector="OR",
                ),
                name="invitation_keeps_an_address_while_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("accepted_by__isnull", False), ("state", "accepted")),
                    models.Q(models.Q(("state", "accepted"), _negated=True), ("accepted_by", None)),
                    _connector="OR",
                ),
                name="invitation_accepted_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(("hands_over", False), ("role", "owner"), _connector="OR"),
                name="invitation_hands_over_to_an_owner",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")),
                fields=("actor", "mark"),
                name="invitation_one_open_at_a_time",
            ),
        ),
        migrations.AddIndex(
            model_name="stewardact",
            index=models.Index(fields=["actor", "at"], name="steward_act_of_a_profile"),
        ),
        migrations.AddConstraint(
            model_name="stewardact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "verb__in",
                        [
                            "invite",
                            "resend",
                            "withdraw",
                            "accept",
                            "decline",
                            "role",
                            "revoke",
                            "hand-over",
                            "leave",
                            "moderate",
                        ],
                    )
                ),
                name="steward_act_verb_is_ours",
            ),
        ),
        migrations.AddConstraint(
            model_name="stewardact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("verb", "moderate"), _negated=True),
                    models.Q(("note", ""), _negated=True),
                    _connector="OR",
                ),
                name="steward_act_says_why",
            ),
        ),
        migrations.RunSQL(
            sqlfiles.read("stewardship_guard", 2) + TRIGGERS,
            BACK,
        ),
        migrations.RunPython(grant, migrations.RunPython.noop),
    ]
