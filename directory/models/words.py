"""The words of current names, products and localities: what typed words are held against."""

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
