"""People are known by an address alone; a name is theirs to give, a language theirs to choose."""

from django.db import migrations, models
from django.db.models import F, Q
from django.db.models.functions import Lower

LANGUAGES = [
    ("ar", "Arabic"),
    ("fr", "French"),
    ("en", "English"),
    ("es", "Spanish"),
    ("zgh", "Tamazight"),
]


# Whoever has no address of her own, or another's too, gets one that reaches nobody.
KEEP_ADDRESSES = """
update desk_person p set email = case
    when email = '' or exists (
        select from desk_person o where lower(o.email) = lower(p.email) and o.id < p.id
    ) then 'person-' || id || '@localhost'
    else lower(email)
end
"""


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0004_submissions"),
    ]

    operations = [
        migrations.RunSQL(KEEP_ADDRESSES, migrations.RunSQL.noop),
        migrations.AlterModelOptions(
            name="person",
            options={"verbose_name": "person", "verbose_name_plural": "people"},
        ),
        migrations.AlterModelManagers(name="person", managers=[]),
        migrations.RemoveField(model_name="person", name="first_name"),
        migrations.RemoveField(model_name="person", name="last_name"),
        migrations.RemoveField(model_name="person", name="username"),
        migrations.AddField(
            model_name="person",
            name="erased_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="person",
            name="language",
            field=models.CharField(
                choices=LANGUAGES,
                db_default="fr",
                default="fr",
                max_length=3,
                verbose_name="language",
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="name",
            field=models.CharField(blank=True, max_length=120, verbose_name="name"),
        ),
        migrations.AlterField(
            model_name="person",
            name="email",
            field=models.EmailField(
                max_length=254, null=True, unique=True, verbose_name="e-mail address"
            ),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=Q(email=None) | Q(email=Lower(F("email"))),
                name="person_email_in_lower_case",
            ),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=Q(email__isnull=False, erased_at=None)
                | Q(
                    email=None,
                    erased_at__isnull=False,
                    is_active=False,
                    is_staff=False,
                    is_superuser=False,
                    name="",
                ),
                name="person_erased_keeps_nothing",
            ),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=Q(language__in=["ar", "fr", "en", "es", "zgh"]),
                name="person_language_is_ours",
            ),
        ),
    ]
