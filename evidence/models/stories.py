"""Field stories: short testimonies, public by the consent of those who tell them."""

from django.db import models
from django.db.models import Q

from directory.models.actors import CLOSED, CURRENT, Actor, CodeIsValid
from directory.models.networks import Programme
from directory.models.revisions import RecordQuerySet, RegisterRecord


class ConsentForm(models.TextChoices):
    """How consent was given; the paper or recording itself is kept by who took it."""

    WRITTEN = "written"
    RECORDED = "recorded"


class Story(RegisterRecord):
    """A testimony between two revisions: of an actor, a programme or a territory, or of several.

    `titles`, `texts` and `teller` (as the teller asked to be named, empty for nobody) by language.
    Redaction empties them; that it was told, where and with which consent stays.
    """

    code = models.CharField(max_length=8)
    titles = models.JSONField()
    texts = models.JSONField()
    teller = models.JSONField()
    actor = models.ForeignKey(Actor, models.PROTECT, null=True, related_name="stories")
    programme = models.ForeignKey(Programme, models.PROTECT, null=True, related_name="stories")
    territory = models.TextField(null=True)  # noqa: DJ001
    told_on = models.DateField()
    told_precision = models.TextField()
    consent_on = models.DateField()
    consent_form = models.TextField(choices=ConsentForm)
    consent_to = models.TextField()
    is_demo = models.BooleanField()

    objects = RecordQuerySet.as_manager()

    class Meta(RegisterRecord.Meta):
        constraints = [
            *RegisterRecord.Meta.constraints,
            models.UniqueConstraint(fields=["code"], condition=CURRENT, name="story_one_current"),
            models.CheckConstraint(condition=Q(CodeIsValid("code")), name="story_code_checks"),
            models.CheckConstraint(
                condition=Q(actor__isnull=False)
                | Q(programme__isnull=False)
                | Q(territory__isnull=False),
                name="story_of_somebody_or_somewhere",
            ),
            models.CheckConstraint(
                condition=Q(consent_form__in=ConsentForm.values) & ~Q(consent_to=""),
                name="story_with_consent",
            ),
            models.CheckConstraint(
                condition=Q(redacted__isnull=False) | (~Q(titles={}) & ~Q(texts={})),
                name="story_has_words_until_redacted",
            ),
        ]
        indexes = [
            models.Index(fields=["opened", "id"], name="story_opened"),
            models.Index(fields=["closed", "id"], name="story_closed", condition=CLOSED),
            models.Index(fields=["territory"], name="story_territory"),
        ]

    def __str__(self):
        return self.code
