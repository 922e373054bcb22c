"""What still waits may be taken up again by whoever sent it; the log says so."""

from django.db import migrations, models
from django.db.models import Q

from desk import sqlfiles

VERBS = {
    "submit": "sent",
    "ask-back": "asked back",
    "withdraw": "taken back",
    "accept": "accepted",
    "refuse": "refused",
    "reopen": "opened again",
    "assign": "assigned",
    "look": "looked at afterwards",
    "mend": "taken up again by its sender",
}


class Migration(migrations.Migration):
    dependencies = [("desk", "0026_person_acts")]

    operations = [
        migrations.RunSQL(
            sqlfiles.read("submission_guard", 2),
            sqlfiles.read("submission_guard", 1)
            .partition("create trigger")[0]
            .replace("create function", "create or replace function"),
        ),
        migrations.RemoveConstraint(model_name="decision", name="decision_a_known_verb"),
        migrations.AlterField(
            model_name="decision",
            name="verb",
            field=models.TextField(choices=list(VERBS.items())),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=Q(verb__in=list(VERBS)), name="decision_a_known_verb"
            ),
        ),
    ]
