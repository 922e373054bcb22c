"""What people write beside profiles: stories, dossiers, and where figures were cited.

A writing is private until a moderator published it. It keeps what was typed as it was typed; what
it says in public stands in the register or in an issue, and is not read from here.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from desk.models.people import Person
from desk.models.submissions import SubmissionState as State
from directory.models import Actor, Revision
from evidence.models import Citation, CitationUse, ConsentForm, Dossier


class WritingKind(models.TextChoices):
    STORY = "story", _("field story")
    DOSSIER = "dossier", _("dossier")
    USE = "use", _("place where a figure was cited")


WAITING = Q(state=State.WAITING)
DECIDED = [State.ACCEPTED, State.REFUSED]


class WritingQuerySet(models.QuerySet):
    def waiting(self):
        """What a moderator has to look at, the longest waiting first."""
        return self.filter(state=State.WAITING).order_by("submitted_at", "pk")

    def of(self, person):
        return self.filter(author=person)


class Writing(models.Model):
    """One story, dossier or use on its way. `desk.writings` holds its verbs; only they write its
    state.

    `payload` is what was typed; of a dossier, whose words stand in its working copy, what could not
    be understood yet. `code` is that of a published story, `use` the line of the log that a
    report became. `region`, `networks` and `programmes` say whose a story is; the other two kinds
    are the country's. `origin` is a keyed digest of the address it came from, for the throttle.
    """

    kind = models.TextField(choices=WritingKind)
    state = models.TextField(choices=State, default=State.DRAFT)
    language = models.CharField(max_length=3)
    author = models.ForeignKey(Person, models.PROTECT, null=True, related_name="writings")
    email = models.EmailField(blank=True, default="")
    actor = models.ForeignKey(Actor, models.PROTECT, to_field="code", null=True, related_name="+")
    dossier = models.OneToOneField(Dossier, models.PROTECT, null=True, related_name="writing")
    citation = models.ForeignKey(Citation, models.PROTECT, null=True, related_name="+")
    payload = models.JSONField(default=dict)
    code = models.CharField(max_length=8, blank=True, default="")
    use = models.OneToOneField(CitationUse, models.PROTECT, null=True, related_name="+")
    region = models.CharField(max_length=16, blank=True, default="")
    networks = ArrayField(models.CharField(max_length=8), default=list)
    programmes = ArrayField(models.CharField(max_length=8), default=list)
    origin = models.CharField(max_length=64, blank=True, default="")
    begun_at = models.DateTimeField(db_default=Now())
    saved_at = models.DateTimeField(db_default=Now())
    submitted_at = models.DateTimeField(null=True)

    objects = WritingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind=WritingKind.STORY, actor__isnull=False, dossier=None, citation=None
                )
                | Q(kind=WritingKind.DOSSIER, actor=None, citation=None)
                & (Q(dossier__isnull=False) | Q(state=State.WITHDRAWN))
                | Q(kind=WritingKind.USE, actor=None, dossier=None, citation__isnull=False),
                name="writing_is_of_its_kind",
            ),
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="writing_in_a_known_state"
            ),
            models.CheckConstraint(
                condition=Q(author__isnull=False) | Q(kind=WritingKind.USE),
                name="writing_has_its_author",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[State.DRAFT, State.WITHDRAWN])
                | Q(submitted_at__isnull=False),
                name="writing_sent_has_its_time",
            ),
            models.CheckConstraint(
                condition=~Q(kind=WritingKind.STORY, state=State.ACCEPTED) | ~Q(code=""),
                name="writing_published_story_has_its_code",
            ),
            models.CheckConstraint(
                condition=~Q(kind=WritingKind.USE, state=State.ACCEPTED) | Q(use__isnull=False),
                name="writing_accepted_use_is_in_the_log",
            ),
        ]
        indexes = [
            models.Index(fields=["submitted_at", "id"], name="writing_queue", condition=WAITING),
            models.Index(fields=["author", "kind"], name="writing_of"),
            models.Index(fields=["origin", "begun_at"], name="writing_origin"),
        ]

    def __str__(self):
        return f"{self.kind} {self.pk}"


class WritingVerb(models.TextChoices):
    """What was done with a writing."""

    SUBMIT = "submit", _("sent")
    TAKE_BACK = "take-back", _("taken back")
    ASK_BACK = "ask-back", _("asked back")
    ACCEPT = "accept", _("published")
    REFUSE = "refuse", _("refused")
    WITHDRAW_CONSENT = "withdraw-consent", _("consent withdrawn")
    HIDE = "hide", _("hidden")
    SHOW = "show", _("shown again")


class WritingDecision(models.Model):
    """One line of what was done with a writing: inserted, never changed or deleted by the web.

    `by` is none where whoever did it has no account. `issue` is the number a dossier got.
    """

    writing = models.ForeignKey(Writing, models.PROTECT, related_name="decisions")
    verb = models.TextField(choices=WritingVerb)
    reason = models.TextField(blank=True, default="")
    note = models.TextField(blank=True, default="")
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(db_default=Now())
    revision = models.ForeignKey(Revision, models.PROTECT, null=True, related_name="+")
    issue = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(verb__in=WritingVerb.values), name="writing_decision_a_known_verb"
            ),
            models.CheckConstraint(
                condition=~Q(verb=WritingVerb.REFUSE) | ~Q(reason=""),
                name="writing_refusal_has_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(verb=WritingVerb.ASK_BACK) | ~Q(note=""),
                name="writing_question_is_asked",
            ),
        ]
        indexes = [models.Index(fields=["writing", "at", "id"], name="writing_decision_of")]

    def __str__(self):
        return f"{self.verb} {self.writing_id}"


class StoryConsent(models.Model):
    """That whoever tells a story agreed: how, when, in which words, who keeps it and who says so.

    Inserted when the story is sent; afterwards it is only withdrawn, once and for ever.
    """

    writing = models.ForeignKey(Writing, models.PROTECT, related_name="consents")
    form = models.TextField(choices=ConsentForm)
    given_on = models.DateField()
    kept_by = models.TextField()
    words = models.TextField()
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(db_default=Now())
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(form__in=ConsentForm.values) & ~Q(words="") & ~Q(kept_by=""),
                name="story_consent_is_told_whole",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_by=None) | Q(withdrawn_at__isnull=False),
                name="story_consent_withdrawn_at_a_time",
            ),
        ]

    def __str__(self):
        return f"consent to story {self.writing_id}"
