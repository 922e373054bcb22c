"""Legal forms, sectors, audiences: read from codes, or from names in any language."""

import re
from collections.abc import Iterable
from difflib import get_close_matches

from desk.imports.fold import Folds
from directory.models import Term
from directory.vocabularies import heir_of, retired

TAXONOMY_OF = {
    "legal_form": "legal_forms",
    "kind": "kinds",
    "cooperative_type": "cooperative_types",
    "sectors": "sectors",
    "audiences": "audiences",
}
# What people write besides the names, folded.
ALSO = {
    (
        "legal_forms",
        "cooperative",
    ): "coop|cooperatives|cooperativa|تعاونيات|التعاونيه|ste cooperative|"
    "societe cooperative|cooperative agricole|cooperative feminine",
    ("legal_forms", "cooperative-union"): "union|union cooperatives|union de cooperative|"
    "اتحاد تعاونيات|اتحاد تعاوني|اتحاد التعاونيات",
    ("legal_forms", "association"): "associations|ong|asociacion|جمعيات|الجمعيه|asso|ngo",
    ("legal_forms", "mutual"): "mutuelles|mutualite|تعاضديات|التعاضديه|mutua",
    ("legal_forms", "economic-interest-group"): "gie|groupement d interet economique|g i e|"
    "groupement|مجموعه ذات النفع الاقتصادي",
    ("legal_forms", "foundation"): "fondations|fundacion|المؤسسه",
    ("legal_forms", "company"): "sarl|sa|sas|sarl au|societe|entreprise|sociedad|شركات|"
    "entreprise sociale|مقاوله",
    ("legal_forms", "none"): "informel|groupe informel|aucune|sans statut|informal|غير مهيكل",
}
PARTED = re.compile(r"\s*[;|/\n,،؛+]\s*|\s+[-–]\s+")
# How names begin, where no column says the legal form.
BEGINNINGS = {
    "cooperative-union": (
        "union des cooperatives", "union de cooperatives", "اتحاد التعاونيات", "اتحاد تعاونيات",
    ),
    "cooperative": ("cooperative", "coop", "تعاونيه", "cooperativa"),
    "association": ("association", "جمعيه", "asociacion"),
    "mutual": ("mutuelle", "تعاضديه"),
    "foundation": ("fondation", "مؤسسه", "fundacion", "foundation"),
    "economic-interest-group": ("gie", "groupement d interet economique"),
}  # fmt: skip


class Terms:
    """The terms in force by every word that names them."""

    def __init__(self, folds: Folds):
        self._folds = folds
        self._near: dict[tuple, list[str]] = {}
        self._words: dict[str, dict[str, str]] = {}
        self._parents: dict[str, dict[str, str]] = {}
        self._names: dict[tuple[str, str], dict[str, str]] = {}
        self._heirs: dict[tuple[str, str], str] = {}
        rows = list(Term.objects.newest())
        folds.learn([name for row in rows for name in row.names.values()])
        for row in rows:
            taxonomy, code, parent, names = row.taxonomy, row.code, row.parent, row.names
            if retired(row):
                self._heirs[taxonomy, code] = heir_of(row)
            words = self._words.setdefault(taxonomy, {})
            self._parents.setdefault(taxonomy, {})[code] = parent
            self._names[taxonomy, code] = names
            for name in (*names.values(), code):
                words.setdefault(folds(name), code)
            for word in ALSO.get((taxonomy, code), "").split("|"):
                words.setdefault(word, code)
            words.pop("", None)

    def one(self, field: str, text: str) -> str | None:
        """The code a text names, else None."""
        return self._words.get(TAXONOMY_OF[field], {}).get(self._folds(text))

    def several(self, field: str, text: str) -> tuple[list[str], list[str]]:
        """Codes with the parents they imply, and the words that name nothing."""
        whole = self.one(field, text)
        if whole:
            return self._with_parents(field, [whole]), []
        found, unknown = [], []
        for part in PARTED.split(text):
            if part:
                code = self.one(field, part)
                (found if code else unknown).append(code or part)
        return self._with_parents(field, found), unknown

    def names(self, field: str, codes: Iterable[str]) -> list[dict[str, str]]:
        """What terms are called, by language."""
        return [self._names.get((TAXONOMY_OF[field], code)) or {"en": code} for code in codes]

    def retired(self, field: str, code: str) -> bool:
        """Whether it is given to no new profile."""
        return (TAXONOMY_OF[field], code) in self._heirs

    def heirs(self, field: str, code: str) -> list[str]:
        """The term that took a retired one's place, if one did; its heir's where that did too."""
        taxonomy, seen = TAXONOMY_OF[field], {code}
        while code := self._heirs.get((taxonomy, code), ""):
            if code in seen:
                return []
            if (taxonomy, code) not in self._heirs:
                return [code]
            seen.add(code)
        return []

    def near(self, field: str, text: str) -> list[str]:
        """Codes whose names look like it."""
        if (field, text) not in self._near:
            self._near[field, text] = self._like(field, text)
        return self._near[field, text]

    def _like(self, field, text):
        words = self._words.get(TAXONOMY_OF[field], {})
        found = dict.fromkeys(words[one] for one in get_close_matches(self._folds(text), words, 3))
        return [code for code in found if not self.retired(field, code)]

    def legal_form_of_name(self, name: str) -> str | None:
        fold = self._folds(name)
        for code, beginnings in BEGINNINGS.items():
            if any(fold == one or fold.startswith(one + " ") for one in beginnings):
                return code
        return None

    def without(self, field: str, told: list[str], gone: Iterable[str]) -> list[str]:
        """Codes without some; one that holds another of those left stays with it."""
        left = [code for code in told if code not in set(gone)]
        return self._with_parents(field, left)

    def _with_parents(self, field, codes):
        parents = self._parents.get(TAXONOMY_OF[field], {})
        told = dict.fromkeys(codes)
        told |= dict.fromkeys(parents[code] for code in codes if parents.get(code))
        return sorted(told)
