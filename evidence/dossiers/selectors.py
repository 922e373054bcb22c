"""Dossiers as the public sees them: their issues. Working copies are asked for nowhere here."""

from dataclasses import dataclass

from evidence.dossiers.difference import Change, changes
from evidence.models import Citation, DossierIssue


class UnknownDossier(LookupError):
    """No published dossier has this code, or it has no such issue."""


@dataclass(frozen=True)
class Published:
    """One issue of a dossier, beside all of them, the last first."""

    issue: DossierIssue
    issues: list[DossierIssue]

    @property
    def is_last(self) -> bool:
        return self.issue.number == self.issues[0].number

    @property
    def history(self) -> list[tuple[DossierIssue, list[Change]]]:
        """Each issue, with what it changed of the one before."""
        before = [*self.issues[1:], None]
        return [
            (one, changes(earlier.content, one.content) if earlier else [])
            for one, earlier in zip(self.issues, before, strict=True)
        ]


def dossiers() -> list[DossierIssue]:
    """The last issue of every published dossier, the last issued first."""
    return list(DossierIssue.objects.last_issues())


def dossier(code: str, number: int | None = None) -> Published:
    """A dossier by its (parsed) code, at its last issue or another. Raises UnknownDossier."""
    issues = list(DossierIssue.objects.of(code))
    found = next((one for one in issues if number in (None, one.number)), None)
    if found is None:
        raise UnknownDossier(code)
    return Published(found, issues)


def is_published(code: str) -> bool:
    return DossierIssue.objects.of(code).exists()


def citations_of(*issues: DossierIssue) -> dict[str, Citation]:
    """The citations that some issues rest on, by their codes; one statement."""
    wanted = {code for issue in issues for code in issue.figures}
    return {one.code: one for one in Citation.objects.filter(code__in=wanted)}


def mark() -> str:
    """What dossiers show beside the register: part of the ETag of their pages."""
    return str(DossierIssue.objects.order_by("-pk").values_list("pk", flat=True).first())
