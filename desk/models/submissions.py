"""What waits at the desk: profiles, changes and reports somebody sent, and what became of them.

A submission is private from its first letter. It keeps what was typed as it was typed, step by
step, so nothing is lost to a rule that refused it; what it means is read by `desk.submissions`.
"""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from desk.models.people import Person
from directory.models import Actor, Revision


class SubmissionKind(models.TextChoices):
    NEW_PROFILE = "new-profile", _("new profile")
    CHANGE = "change", _("change of a profile")
    REPORT = "report", _("report")


class SubmissionState(models.TextChoices):
    DRAFT = "draft", _("draft")
    WAITING = "waiting", _("waiting")
    ASKED_BACK = "asked-back", _("asked back")
    ACCEPTED = "accepted", pgettext_lazy("contribution", "accepted")
    REFUSED = "refused", pgettext_lazy("contribution", "refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("contribution", "withdrawn")


class ReportSubject(models.TextChoices):
    """What somebody says of a profile without writing it anew."""

    CLOSED = "closed", _("it has closed")
    MOVED = "moved", _("it has moved")
    DUPLICATE = "duplicate", _("it is here twice")
    WRONG = "wrong", _("something is wrong")
    ABUSIVE = "abusive", _("it is abusive, or no such organisation exists")


class Sign(models.TextChoices):
    """What asks for a closer look."""

    ALIKE = "alike", _("like a profile that is here")
    UNUSUAL = "unusual", _("an unusual figure")
    ADDRESS = "address", _("a link or an e-mail within a text")
    SEALED = "sealed", _("what was verified would change")
    TWIN = "twin", _("like another contribution that waits")
    EMPTIED = "emptied", _("something would be emptied")


DRAFTED = [SubmissionState.DRAFT, SubmissionState.WITHDRAWN]
SENT = [value for value in SubmissionState if value not in DRAFTED]
WAITING = Q(state=SubmissionState.WAITING)


class SubmissionQuerySet(models.QuerySet):
    def waiting(self):
        """The queue: what a moderator has to decide, the longest waiting first."""
        return self.filter(state=SubmissionState.WAITING).order_by("submitted_at", "pk")

    def open(self):
        """Neither decided nor taken back."""
        return self.filter(
            state__in=[SubmissionState.DRAFT, SubmissionState.WAITING, SubmissionState.ASKED_BACK]
        )

    def on(self, code):
        """Of the profile with this code, as stored."""
        return self.filter(actor_id=code)

    def of(self, person):
        return self.filter(author=person)


class Submission(models.Model):
    """One thing sent to the desk. `desk.submissions` holds its verbs; only they write its state.

    `link` is the SHA-256 of the secret in its follow link: whoever has the link may read it, go on
    writing it and take it back. `actor` is the profile it is about, none before a new one is
    accepted; `base` the digest of the version it was begun from. `payload` holds what was typed,
    by step. `region`, `province`, `networks` and `programmes` say whose queue it stands in.
    `signs` are what asked for a closer look when it was sent; `named` the names of a new profile as
    search folds them, by which who sent the same is found. `outline` says what a change changes, in
    fields and figures, as `desk.submissions.outline` writes it.
    `origin` is a keyed digest of the address it came from, for the throttle alone.
    """

    kind = models.TextField(choices=SubmissionKind)
    state = models.TextField(choices=SubmissionState, default=SubmissionState.DRAFT)
    link = models.CharField(max_length=64, unique=True)
    language = models.CharField(max_length=3)
    actor = models.ForeignKey(
        Actor, models.PROTECT, to_field="code", null=True, related_name="+", db_index=False
    )
    base = models.BinaryField(null=True)
    subject = models.TextField(choices=ReportSubject, blank=True, default="")
    payload = models.JSONField(default=dict)
    author = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="submissions")
    email = models.EmailField(blank=True, default="")
    region = models.CharField(max_length=16, blank=True, default="")
    province = models.CharField(max_length=16, blank=True, default="")
    networks = ArrayField(models.CharField(max_length=8), default=list)
    programmes = ArrayField(models.CharField(max_length=8), default=list)
    assigned = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    look_later = models.BooleanField(default=False)
    signs = ArrayField(models.CharField(max_length=8), default=list)
    named = ArrayField(models.TextField(), default=list)
    outline = models.JSONField(default=list)
    origin = models.CharField(max_length=64, blank=True, default="")
    begun_at = models.DateTimeField(db_default=Now())
    saved_at = models.DateTimeField(db_default=Now())
    consented_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    revision = models.ForeignKey(Revision, models.PROTECT, null=True, related_name="+")

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=SubmissionKind.values), name="submission_of_a_known_kind"
            ),
            models.CheckConstraint(
                condition=Q(state__in=SubmissionState.values), name="submission_in_a_known_state"
            ),
            models.CheckConstraint(
                condition=~Q(kind=SubmissionKind.REPORT, subject="")
                & (Q(subject="") | Q(kind=SubmissionKind.REPORT, subject__in=ReportSubject.values)),
                name="submission_report_has_its_subject",
            ),
            models.CheckConstraint(
                condition=Q(signs__contained_by=Sign.values), name="submission_signs_are_ours"
            ),
            models.CheckConstraint(
                condition=Q(kind=SubmissionKind.NEW_PROFILE) | Q(actor__isnull=False),
                name="submission_is_about_a_profile",
            ),
            models.CheckConstraint(
                condition=~Q(kind=SubmissionKind.CHANGE) | Q(base__isnull=False),
                name="submission_change_has_its_base",
            ),
            models.CheckConstraint(
                condition=Q(state__in=DRAFTED) | Q(submitted_at__isnull=False),
                name="submission_sent_has_its_time",
            ),
            models.CheckConstraint(
                condition=Q(state__in=DRAFTED)
                | Q(kind=SubmissionKind.REPORT)
                | Q(consented_at__isnull=False),
                name="submission_sent_has_consent",
            ),
            models.CheckConstraint(
                condition=Q(revision=None) | Q(state=SubmissionState.ACCEPTED),
                name="submission_revision_of_the_accepted_alone",
            ),
            models.CheckConstraint(
                condition=~Q(state=SubmissionState.ACCEPTED)
                | Q(kind=SubmissionKind.REPORT)
                | Q(revision__isnull=False, actor__isnull=False),
                name="submission_accepted_names_its_revision",
            ),
            models.CheckConstraint(
                condition=Q(
                    decided_at__isnull=False,
                    state__in=[SubmissionState.ACCEPTED, SubmissionState.REFUSED],
                )
                | Q(decided_at=None)
                & ~Q(state__in=[SubmissionState.ACCEPTED, SubmissionState.REFUSED]),
                name="submission_decided_has_its_time",
            ),
        ]
        indexes = [
            models.Index(fields=["submitted_at", "id"], name="submission_queue", condition=WAITING),
            # What fits several filters is counted in it alone.
            models.Index(
                fields=["kind", "submitted_at"],
                name="submission_fitting",
                condition=WAITING,
                include=["region", "assigned", "signs"],
            ),
            models.Index(
                fields=["region", "submitted_at", "id"],
                name="submission_of_region",
                condition=WAITING,
            ),
            models.Index(
                fields=["province", "submitted_at", "id"],
                name="submission_of_province",
                condition=WAITING,
            ),
            models.Index(
                fields=["kind", "submitted_at", "id"], name="submission_of_kind", condition=WAITING
            ),
            models.Index(
                fields=["assigned", "submitted_at", "id"],
                name="submission_assigned",
                condition=WAITING,
            ),
            GinIndex(fields=["networks"], name="submission_networks", condition=WAITING),
            GinIndex(fields=["programmes"], name="submission_programmes", condition=WAITING),
            models.Index(
                fields=["actor", "state"],
                name="submission_on",
                condition=Q(actor__isnull=False),
            ),
            models.Index(fields=["state", "decided_at"], name="submission_decided"),
            models.Index(
                fields=["submitted_at", "id"],
                name="submission_look_later",
                condition=Q(look_later=True),
            ),
            models.Index(fields=["origin", "begun_at"], name="submission_origin"),
            GinIndex(fields=["named"], name="submission_named", condition=WAITING),
        ]

    def __str__(self):
        return f"{self.kind} {self.pk}"


class ProposedContact(models.Model):
    """How to reach somebody, as typed: telephone and address public or private, each by itself.
    Erased with its person.

    Texts are what was typed, right or wrong: a draft loses nothing.
    """

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="contacts")
    position = models.PositiveSmallIntegerField()
    name = models.TextField(blank=True)
    role = models.TextField(blank=True)
    phone = models.TextField(blank=True)
    email = models.TextField(blank=True)
    phone_public = models.BooleanField(default=False)
    email_public = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "position"], name="proposed_contact_one_a_place"
            ),
        ]

    def __str__(self):
        return f"contact of submission {self.submission_id}"


class Verb(models.TextChoices):
    """What was done with a submission."""

    SUBMIT = "submit", _("sent")
    ASK_BACK = "ask-back", _("asked back")
    WITHDRAW = "withdraw", _("taken back")
    ACCEPT = "accept", pgettext_lazy("contribution", "accepted")
    REFUSE = "refuse", pgettext_lazy("contribution", "refused")
    REOPEN = "reopen", _("opened again")
    ASSIGN = "assign", _("assigned")
    LOOK = "look", _("looked at afterwards")
    MEND = "mend", _("taken up again by its sender")


class Decision(models.Model):
    """One line of what was done with a submission: inserted, never changed or deleted by the web.

    `reason` is a word from `desk.submissions.reasons`; `note` is what the sender reads. `fields`
    are those accepted, empty for all. `by` is none where the sender or a rule acted; `revision` is
    what it published, none of contacts and pictures alone. `batch` is the same of all that was
    decided together.
    """

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="decisions")
    verb = models.TextField(choices=Verb)
    reason = models.TextField(blank=True, default="")
    note = models.TextField(blank=True, default="")
    fields = ArrayField(models.TextField(), default=list)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(db_default=Now())
    revision = models.ForeignKey(Revision, models.PROTECT, null=True, related_name="+")
    batch = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(verb__in=Verb.values), name="decision_a_known_verb"),
            models.CheckConstraint(
                condition=~Q(verb=Verb.REFUSE) | ~Q(reason=""), name="decision_refusal_has_a_reason"
            ),
            models.CheckConstraint(
                condition=~Q(verb=Verb.ASK_BACK) | ~Q(note=""), name="decision_question_is_asked"
            ),
        ]
        indexes = [
            models.Index(fields=["submission", "at", "id"], name="decision_of"),
            models.Index(fields=["by", "at"], name="decision_by"),
            models.Index(
                fields=["batch", "id"],
                name="decision_of_batch",
                condition=Q(batch__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.verb} {self.submission_id}"


class ConsentSubject(models.TextChoices):
    """What somebody agreed to."""

    LICENCE = "licence", _("publication under the licence")
    CONTACTS = "contacts", _("publication of the contacts marked public")
    PICTURES = "pictures", _("publication of the pictures")


class Consent(models.Model):
    """That somebody agreed, to what, in which words and when: inserted, and never changed by the
    web but for being withdrawn, once and for ever.

    `words` is the sentence agreed to, as it was shown.
    """

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="consents")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    subject = models.TextField(choices=ConsentSubject)
    words = models.TextField()
    language = models.CharField(max_length=3)
    at = models.DateTimeField(db_default=Now())
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=F("at")),
                name="consent_is_given_before_it_is_withdrawn",
            ),
            models.CheckConstraint(
                condition=Q(subject__in=ConsentSubject.values), name="consent_to_something_known"
            ),
            models.CheckConstraint(condition=~Q(words=""), name="consent_was_worded"),
        ]

    def __str__(self):
        return f"{self.subject} of submission {self.submission_id}"
