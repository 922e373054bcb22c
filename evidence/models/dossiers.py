"""Dossiers: an advocate's argument for one occasion. What is public of one is its issues."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Now
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from directory import codes
from directory.models.actors import CodeIsValid
from evidence.models.citations import Citation


class TextsHold(Func):
    """The database's `texts_hold`: texts by language, none empty, no other language than ours."""

    function = "texts_hold"
    output_field = models.BooleanField()


class CodesHold(Func):
    """The database's `codes_hold`: every code of an array is one."""

    function = "codes_hold"
    output_field = models.BooleanField()


class DossierQuerySet(models.QuerySet):
    def published(self):
        return self.filter(issues__isnull=False).distinct()


class Dossier(models.Model):
    """The working copy of a dossier: what its authors see, and nobody else.

    `titles`, `introductions`, `occasions` and `organisations` (who argues: no person need be named)
    are texts by language; `date` is the day of the occasion, where there is one.
    """

    code = models.CharField(_("code"), max_length=8, unique=True, editable=False)
    titles = models.JSONField(_("title"), default=dict)
    introductions = models.JSONField(_("introduction"), default=dict, blank=True)
    occasions = models.JSONField(_("occasion"), default=dict, blank=True)
    date = models.DateField(_("day of the occasion"), null=True, blank=True)
    organisations = models.JSONField(_("by which organisation"), default=dict, blank=True)
    begun_at = models.DateTimeField(_("begun"), db_default=Now(), editable=False)

    objects = DossierQuerySet.as_manager()

    class Meta:
        verbose_name = _("dossier")
        verbose_name_plural = _("dossiers")
        constraints = [
            models.CheckConstraint(condition=Q(CodeIsValid("code")), name="dossier_code_checks"),
            *(
                models.CheckConstraint(condition=Q(TextsHold(name)), name=f"dossier_{name}_hold")
                for name in ("titles", "introductions", "occasions", "organisations")
            ),
        ]

    def __str__(self):
        return codes.show(self.code)


class DossierPoint(models.Model):
    """One point of the argument, in its place; `stories` are codes of field stories."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="points")
    position = models.PositiveSmallIntegerField(_("place"), default=1)
    headings = models.JSONField(_("heading"), default=dict)
    texts = models.JSONField(_("text"), default=dict)
    stories = ArrayField(
        models.CharField(max_length=8), verbose_name=_("field stories"), default=list, blank=True
    )
    citations = models.ManyToManyField(Citation, through="DossierFigure", related_name="+")

    class Meta:
        verbose_name = _("point")
        verbose_name_plural = _("points")
        ordering = ["position", "pk"]
        constraints = [
            *(
                models.CheckConstraint(
                    condition=Q(TextsHold(name)), name=f"dossier_point_{name}_hold"
                )
                for name in ("headings", "texts")
            ),
            models.CheckConstraint(
                condition=Q(CodesHold("stories")), name="dossier_point_stories_are_codes"
            ),
        ]

    def __str__(self):
        return str(self.position)


class DossierFigure(models.Model):
    """A figure a point rests on: a citation, in its place."""

    point = models.ForeignKey(DossierPoint, models.CASCADE, related_name="figures")
    position = models.PositiveSmallIntegerField(default=1)
    citation = models.ForeignKey(Citation, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["point", "citation"], name="dossier_figure_once"),
        ]

    def __str__(self):
        return f"{self.point_id}: {self.citation_id}"


class DossierIssueQuerySet(models.QuerySet):
    def last_issues(self):
        """Of each dossier its last issue, the newest dossier first."""
        latest = self.order_by("dossier_id", "-number").distinct("dossier_id").values("pk")
        return self.filter(pk__in=latest).select_related("dossier").order_by("-issued_at", "-pk")

    def of(self, code):
        """All issues of a (parsed) code, the last first."""
        return self.filter(dossier__code=code).select_related("dossier").order_by("-number")


class DossierIssue(models.Model):
    """A dossier as it was published: never changed, never deleted.

    `content` holds every word, and figures and stories by their codes; `digest` is the SHA-256 of
    its canonical bytes with code, number and the digest of the issue before.
    """

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="issues")
    number = models.PositiveIntegerField()
    issued_at = models.DateTimeField(db_default=Now())
    content = models.JSONField()
    digest = models.BinaryField()

    objects = DossierIssueQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dossier", "number"], name="dossier_issue_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="dossier_issue_from_one"),
            models.CheckConstraint(
                condition=Exact(
                    Func(F("digest"), function="octet_length", output_field=models.IntegerField()),
                    32,
                ),
                name="dossier_issue_digest_is_sha256",
            ),
        ]

    def __str__(self):
        return f"{self.dossier}, issue {self.number}"

    @property
    def code(self) -> str:
        return self.dossier.code

    @property
    def figures(self) -> list[str]:
        """The codes of all citations it rests on, each once, in order."""
        found = (code for point in self.content["points"] for code in point["figures"])
        return list(dict.fromkeys(found))
