"""The words of current names, products and localities: what is typed is held against."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q


class Word(models.Model):
    """A folded word, and how many current versions hold it. Kept by the trigger `count_words`.

    Only `suggest/` and "did you mean" read it: a filter never does. `n` stands in no index, so that
    counting rewrites a row in its own page.
    """

    word = models.TextField(primary_key=True)
    n = models.IntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(n__gte=0), name="word_is_held")]
        indexes = [
            GinIndex(
                fields=["word"],
                opclasses=["gin_trgm_ops"],
                name="word_trigrams",
                fastupdate=False,
            ),
        ]

    def __str__(self):
        return self.word


class Beginning(models.Model):
    """How many current versions hold a word that begins so (twelve letters at most).

    The exact count of a search for one word, kept by the trigger `count_words` as the cube is kept
    by publishing; `ended` are those with a closing date, past or to come.
    """

    pk = models.CompositePrimaryKey("beginning", "ended", "is_demo")
    beginning = models.TextField()
    ended = models.BooleanField()
    is_demo = models.BooleanField()
    n = models.IntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(n__gte=0), name="beginning_is_held")]

    def __str__(self):
        return f"{self.beginning}…"
