"""Functions that tables below depend on: codes that check, folded text, words to search."""

from django.contrib.postgres.operations import CreateExtension, TrigramExtension
from django.db import migrations

from directory import sqlfiles


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        CreateExtension("postgis"),
        TrigramExtension(),
        sqlfiles.install("code_is_valid", drop="drop function code_is_valid(text)"),
        sqlfiles.install(
            "fold_text",
            drop="drop function search_query(text), search_vector(text[]), fold_words(text),"
            " fold_text(text)",
        ),
    ]
