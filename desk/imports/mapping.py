"""Which column says what: guessed from headers in four languages, remembered, or told.

Fields: `code`, `name` (its language read from its letters), `names.<language>`, `description`,
`descriptions.<language>`, `legal_form`, `kind`, `cooperative_type`, `sectors`, `audiences`,
`products`, `founded`, `closed`, `website`, `registry.<name>`, `address`, `commune`, `province`,
`region`, `lat`, `lon`, `point`, `x`, `y`, `year`, `figures.<indicator>`,
`figures.<indicator>.<year>`, `answer`, and `-` for a column that is left out.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from desk.imports.coordinates import zone_of
from desk.imports.fold import Folds
from desk.imports.refusals import BadRequest
from directory.models import Indicator
from directory.records.facts import LANGUAGES

LEFT_OUT = "-"
PLAIN = (
    "code", "name", "description", "legal_form", "kind", "cooperative_type", "sectors", "audiences",
    "products", "founded", "closed", "website", "address", "commune", "province", "region", "lat",
    "lon", "point", "x", "y", "year", "answer",
)  # fmt: skip
OTHERS = "names.fr, descriptions.fr, registry.ice, figures.members, figures.members.2023, -"
SEVERAL = {"name", "description", "sectors", "audiences", "products", "address", LEFT_OUT}

# Words of headers, folded already: lower case, no accents, no definite hamza.
HEADERS = {
    "code": "code athar|athar code|code dans athar|code in athar|code|رمز اثر|الرمز في اثر|"
    "codigo en athar|codigo athar|codigo",
    "name": "nom|name|nombre|denomination|raison sociale|intitule|appellation|denominacion|"
    "organisation|organization|actor|acteur|structure|nom de la cooperative|nom cooperative|"
    "nom de l association|nom association|nom de la structure|cooperative name|الاسم|اسم|التسميه|"
    "التسميه القانونيه|اسم التعاونيه|اسم الجمعيه|اسم المنظمه|title|titre",
    "description": "description|objet|activite principale|presentation|descripcion|objeto|purpose|"
    "الوصف|وصف|الغرض|نبذه",
    "legal_form": "forme juridique|legal form|forma juridica|statut juridique|statut|type|"
    "type de structure|nature juridique|forme|الشكل القانوني|الصفه القانونيه|النوع|نوع المنظمه",
    "kind": "kind|role|categorie|genre|الفئه",
    "cooperative_type": "type de cooperative|cooperative type|tipo de cooperativa|نوع التعاونيه",
    "sectors": "secteur|secteurs|sector|sectors|secteur d activite|secteur activite|activite|"
    "activites|activity|activities|branche|filiere|sectores|actividad|القطاع|القطاعات|قطاع النشاط|"
    "النشاط|الانشطه|مجال النشاط",
    "audiences": "public|publics|audience|audiences|beneficiaires cibles|public cible|publico|"
    "target group|الفئات المستهدفه|الجمهور|الفئه المستهدفه",
    "products": "produit|produits|products|product|productos|المنتجات|المنتوجات|منتوجات",
    "founded": "date de creation|annee de creation|date creation|creation|cree le|founded|"
    "founding date|date of creation|year founded|fundacion|fecha de creacion|ano de fundacion|"
    "date d agrement|تاريخ التاسيس|سنه التاسيس|تاريخ الاحداث|سنه الاحداث|تاريخ الانشاء",
    "closed": "date de fermeture|date de dissolution|closed|closing date|fecha de cierre|"
    "تاريخ الحل|تاريخ الاغلاق",
    "website": "site|site web|website|site internet|url|web|sitio web|pagina web|الموقع|"
    "الموقع الالكتروني",
    "address": "adresse|address|direccion|siege|siege social|localisation|lieu|douar|العنوان|المقر|"
    "المقر الاجتماعي",
    "commune": "commune|municipalite|ville|city|municipality|municipio|comuna|commune rurale|"
    "nom commune|commune name|code commune|ciudad|الجماعه|جماعه|المدينه|الجماعه الترابيه",
    "province": "province|prefecture|province prefecture|prefecture province|provincia|الاقليم|"
    "العماله|الاقليم العماله|العماله او الاقليم|اقليم|عماله",
    "region": "region|الجهه|جهه",
    "lat": "lat|latitude|latitud|خط العرض|العرض|y wgs84",
    "lon": "lon|lng|long|longitude|longitud|خط الطول|الطول|x wgs84",
    "point": "coordonnees|coordonnees gps|coordinates|gps|position|point|coordenadas|"
    "geolocalisation|"
    "latlon|lat lon|latitude longitude|latitude et longitude|الاحداثيات|احداثيات|الموقع الجغرافي",
    "x": "x|x lambert|coord x|easting",
    "y": "y|y lambert|coord y|northing",
    "year": "annee|year|exercice|ano|annee de reference|السنه|سنه|سنه المرجع",
    "answer": "athar answer",
    LEFT_OUT: "n|no|num|numero|id|fid|objectid|ordre|n ordre|رقم|الرقم|الرقم الترتيبي|"
    "telephone|tel|"
    "phone|mobile|gsm|fax|email|e mail|mail|courriel|telefono|correo|الهاتف|الهاتف المحمول|"
    "البريد الالكتروني|president|presidente|contact|responsable|nom du president|"
    "nom de la presidente|الرئيس|الرئيسه|المسير|cin|cnie|athar problems|athar row|athar outcome",
    "registry.ice": "ice|identifiant commun de l entreprise|n ice|numero ice|"
    "المعرف الموحد للمقاوله|التعريف الموحد للمقاوله|الرقم الموحد للمقاوله",
    "registry.rc": "rc|registre de commerce|n rc|registre du commerce|السجل التجاري",
    "registry.rlc": "registre local|n registre local|rlc|registre local des cooperatives|"
    "numero d immatriculation|immatriculation|registre des cooperatives|"
    "سجل التعاونيات|السجل المحلي|السجل المحلي للتعاونيات|رقم التسجيل",
}
LANGUAGE_WORDS = {
    "ar": ("ar", "arabe", "arabic", "arabe", "العربيه", "بالعربيه", "عربي"),
    "fr": ("fr", "francais", "french", "frances", "الفرنسيه", "بالفرنسيه"),
    "en": ("en", "anglais", "english", "ingles", "الانجليزيه", "بالانجليزيه"),
    "es": ("es", "espagnol", "spanish", "espanol", "الاسبانيه", "بالاسبانيه"),
    "zgh": ("zgh", "tamazight", "amazigh", "amazighe", "الامازيغيه", "بالامازيغيه"),
}
INDICATORS = {
    "members": "membres|members|adherents|nombre d adherents|nombre de membres|nb adherents|"
    "nb membres|nbr adherents|effectif|miembros|socios|number of members|memberships|adhesions|"
    "عدد الاعضاء|الاعضاء|عدد المنخرطين|المنخرطون|عدد المتعاونين|الانخراطات",
    "members-women": "femmes|women|mujeres|nombre de femmes|nb femmes|membres femmes|"
    "femmes membres|"
    "adherentes|women members|members women|عدد النساء|النساء|عدد المنخرطات|المنخرطات|العضوات",
    "members-men": "hommes|men|hombres|nombre d hommes|members men|عدد الرجال|الرجال",
    "members-youth": "jeunes|youth|jovenes|nombre de jeunes|members youth|عدد الشباب|الشباب",
    "jobs": "emplois|jobs|empleos|nombre d emplois|salaries|employes|nombre de salaries|employees|"
    "عدد مناصب الشغل|مناصب الشغل|عدد الاجراء|الاجراء|عدد العاملين",
    "jobs-permanent": "emplois permanents|permanents|permanent jobs|empleos permanentes|"
    "مناصب الشغل الدائمة",
    "jobs-seasonal": "emplois saisonniers|saisonniers|emplois temporaires|seasonal jobs|"
    "empleos temporales|empleos de temporada|مناصب الشغل الموسمية",
    "jobs-women": "emplois femmes|jobs women|emplois de femmes|salariees|مناصب شغل النساء",
    "turnover": "chiffre d affaires|ca|turnover|revenue|sales|facturacion|volumen de negocios|"
    "رقم المعاملات|رقم الاعمال",
    "beneficiaries": "beneficiaires|nombre de beneficiaires|beneficiaries|beneficiarios|"
    "عدد المستفيدين|المستفيدون",
    "volunteers": "benevoles|nombre de benevoles|volunteers|voluntarios|المتطوعون|عدد المتطوعين",
}
YEAR = re.compile(r"(?<!\d)(19[5-9]\d|20\d\d)(?!\d)")


@dataclass(frozen=True)
class Guess:
    """What was found: column to field, and the system of `x` and `y` where a header names one."""

    fields: dict[str, str]
    crs: int | None = None


def guess(
    columns: list[str], folds: Folds, *, remembered: Mapping[str, str], told: Mapping[str, str]
) -> Guess:
    """The field of each column. What is told counts first, then what the source had before.

    Columns nobody understands are left out. Raises BadRequest.
    """
    folds.learn(columns)
    known = _indicators()
    _check_told(columns, told, known, folds)
    by_fold = {folds(column): field for column, field in told.items()}
    fields: dict[str, str] = {}
    crs = None
    for column in columns:
        fold = folds(column)
        field = by_fold.get(fold) or remembered.get(fold) or _field(fold, known) or LEFT_OUT
        if field in ("x", "y", "lat", "lon"):
            crs = crs or zone_of(fold)
            if crs not in (None, 4326):
                field = {"lat": "y", "lon": "x"}.get(field, field)
        fields[column] = field
    _once(fields, by_fold, folds)
    return Guess(fields, crs)


def check_field(field: str, known: Iterable[str] | None = None) -> None:
    """Raise BadRequest where there is no such field."""
    head, _dot, rest = field.partition(".")
    known = _indicators() if known is None else known
    indicator, _dot, year = rest.partition(".")
    good = (
        field in (*PLAIN, LEFT_OUT)
        or (head in ("names", "descriptions") and rest in LANGUAGES)
        or (head == "registry" and re.fullmatch(r"[a-z][a-z0-9-]{0,30}", rest))
        or (head == "figures" and indicator in known and (not year or YEAR.fullmatch(year)))
    )
    if not good:
        raise BadRequest("unknown-field", field=field, accepted=f"{', '.join(PLAIN)}, {OTHERS}")


def _indicators() -> dict[str, list[str]]:
    """Code to the folded words that name it: its own names, and others people use."""
    found = {}
    folds = Folds()
    rows = list(Indicator.objects.newest().values_list("code", "names"))
    folds.learn([name for _code, names in rows for name in names.values()])
    for code, names in rows:
        words = [*names.values(), code, *INDICATORS.get(code, "").split("|")]
        folds.learn(words)
        found[code] = [folds(word) for word in words if word]
    return found


@cache
def _words() -> dict[str, str]:
    """Folded word to field: folding once more, however the lists above are typed."""
    folds = Folds()
    folds.learn(word for words in HEADERS.values() for word in words.split("|"))
    return {folds(word): field for field, words in HEADERS.items() for word in words.split("|")}


def _field(fold: str, known) -> str | None:
    year = YEAR.search(fold)
    bare = " ".join(YEAR.sub(" ", fold).split())
    for code, words in known.items():
        if bare in words:
            return f"figures.{code}.{year[0]}" if year else f"figures.{code}"
    if fold in _words():
        return _words()[fold]
    words = fold.split(" ")
    for language, endings in LANGUAGE_WORDS.items():
        for ending in endings:
            if words[-1] == ending and len(words) > 1:
                rest = [word for word in words[:-1] if word not in ("en", "in", "ب")]
                field = _words().get(" ".join(rest))
                if field in ("name", "description"):
                    return f"{field}s.{language}"
    if bare in _words():
        return _words()[bare]
    if words[0] in ("x", "y") and zone_of(fold):
        return words[0]
    if zone_of(fold) and words[0] in ("lat", "latitude", "lon", "longitude"):
        return {"lat": "y", "latitude": "y"}.get(words[0], "x")
    for plain in ("registry ", "figures ", "names ", "descriptions "):
        if fold.startswith(plain):
            return _own_word(plain.strip(), fold.removeprefix(plain), known)
    return None


def _own_word(head, rest, known):
    """Headers of our own exports: `names fr`, `registry ice`, `figures members women 2023`."""
    if head in ("names", "descriptions"):
        return f"{head}.{rest}" if rest in LANGUAGES else None
    if head == "registry":
        return f"registry.{rest.replace(' ', '-')}" if re.fullmatch(r"[a-z0-9 ]+", rest) else None
    return _field(rest, known)


def _check_told(columns, told, known, folds):
    there = {folds(column) for column in columns}
    for column, field in told.items():
        if folds(column) not in there:
            raise BadRequest("unknown-column", column=column, accepted=", ".join(columns))
        check_field(field, known)


def _once(fields, told, folds):
    """A field that two columns were taken for is the first one's; told twice, it is refused."""
    taken: dict[str, str] = {}
    for column, field in fields.items():
        if field in SEVERAL:
            continue
        other = taken.setdefault(field, column)
        if other == column:
            continue
        if folds(column) in told and folds(other) in told:
            raise BadRequest("field-twice", one=other, other=column, field=field)
        if folds(column) in told:
            fields[other], taken[field] = LEFT_OUT, column
        else:
            fields[column] = LEFT_OUT
