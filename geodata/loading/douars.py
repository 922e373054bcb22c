"""Douars of the census bureau: thirteen digits, a name in Arabic, no place on the map.

Its workbook has a row per douar; the code reads PPPCCMM (province, cercle, commune), three digits
of the fraction, three of the douar. Columns are found by their names, in Arabic, French or English,
so that a re-ordered or translated workbook still reads; XLSX and CSV are taken.
"""

import csv
import re
from pathlib import Path

from geodata.loading.errors import DamagedSource, MissingSource
from geodata.models.localities import LocalityKind

SOURCE = "hcp-douars"
PILOT = "localities/douars_berkane_2024.csv"
CODE = re.compile(r"\d{13}")
# The bureau's own headings and ours; the first that occurs is taken.
HEADINGS = {
    "code": ("code", "code_douar", "code douar", "رمز الدوار", "رمز"),
    "name_ar": ("name_ar", "douar_ar", "nom_ar", "douar", "الدوار", "اسم الدوار"),
    "name_fr": ("name_fr", "nom_fr", "douar_fr", "nom du douar"),
    "fraction_ar": ("fraction_ar", "fraction", "المشيخة", "اسم المشيخة"),
    "households": (
        "households_2024",
        "menages",
        "ménages",
        "nombre de ménages",
        "الأسر",
        "عدد الأسر",
    ),
    "population": ("population_2024", "population", "السكان", "عدد السكان"),
}
REQUIRED = ("code", "name_ar")
# A workbook expands in memory: a douar's row is some 200 bytes, the whole country 33,000 rows.
LARGEST = 64 * 1024 * 1024


def read(rows, hierarchy, name):
    """(rows of `Locality`, sentences on what could not be matched) from dictionaries."""
    communes = _communes_by_digits(hierarchy)
    found, unmatched = {}, []
    for number, row in enumerate(rows, 2):
        code = _code(row["code"])
        if code is None:
            unmatched.append(f"{name}, line {number}: {row['code']!r} is not a code of 13 digits")
            continue
        home = communes.get(code[:7])
        if home is None:
            unmatched.append(f"{name}, line {number}: no commune has the digits {code[:7]}")
            continue
        title = _clean(row.get("name_ar")) or _clean(row.get("name_fr"))
        if not title:
            unmatched.append(f"{name}, line {number}: douar {code} has no name")
            continue
        if code in found:
            raise DamagedSource(f"{name}, line {number}: the code {code} occurs twice.")
        found[code] = {
            "code": code,
            "kind": LocalityKind.KSAR
            if title.startswith(("قصر ", "Ksar "))
            else LocalityKind.DOUAR,
            "name_ar": _clean(row.get("name_ar")),
            "name_fr": _clean(row.get("name_fr")),
            "region": home["region"],
            "province": home["province"],
            "commune": home["commune"],
            "arrondissement": None if home["code"] == home["commune"] else home["code"],
            "fraction": code[:10],
            "fraction_ar": _clean(row.get("fraction_ar")),
            "population": _number(row.get("population")),
            "households": _number(row.get("households")),
            "source": SOURCE,
        }
    if not found:
        raise DamagedSource(f"{name} holds no douar of a known commune.")
    return list(found.values()), unmatched


def pilot(sources):
    """The rows of the four communes that ship with Athar."""
    return _renamed(sources.table(PILOT), PILOT)


def workbook(path: Path):
    """Rows of a workbook or CSV file in the bureau's layout."""
    if not path.is_file():
        raise MissingSource(f"{path} is not a file.")
    if path.suffix.lower() == ".csv":
        try:
            lines = path.read_text("utf-8-sig").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise DamagedSource(f"{path.name} cannot be read as UTF-8: {error}") from error
        dialect = csv.Sniffer().sniff(lines[0], ",;\t") if lines else csv.excel
        return _renamed(list(csv.DictReader(lines, dialect=dialect)), path.name)
    return _renamed(_sheet(path), path.name)


def _sheet(path):
    import zipfile

    from python_calamine import CalamineError, CalamineWorkbook

    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as parts:
                expanded = sum(part.file_size for part in parts.infolist())
            if expanded > LARGEST:
                raise DamagedSource(f"{path.name} expands to {expanded} bytes; {LARGEST} at most.")
        book = CalamineWorkbook.from_path(str(path))
        for sheet in book.sheet_names:
            rows = book.get_sheet_by_name(sheet).to_python(skip_empty_area=True)
            for at, row in enumerate(rows):
                head = [str(cell).strip() for cell in row]
                if all(_column(wanted, head) for wanted in REQUIRED):
                    return [dict(zip(head, cells, strict=False)) for cells in rows[at + 1 :]]
    except (CalamineError, OSError, zipfile.BadZipFile) as error:
        raise DamagedSource(f"{path.name} cannot be read as a workbook: {error}") from error
    raise DamagedSource(f"{path.name} has no sheet with the columns {', '.join(REQUIRED)}.")


def _renamed(rows, name):
    """The same rows under our names for the columns."""
    if not rows:
        raise DamagedSource(f"{name} holds no rows.")
    columns = {wanted: _column(wanted, rows[0]) for wanted in HEADINGS}
    for wanted in REQUIRED:
        if columns[wanted] is None:
            accepted = ", ".join(HEADINGS[wanted])
            raise DamagedSource(f"{name} has no column for {wanted}; accepted: {accepted}.")
    return [
        {wanted: row.get(column) for wanted, column in columns.items() if column} for row in rows
    ]


def _column(wanted, head):
    known = {str(title).strip().lower(): title for title in head}
    return next((known[title] for title in HEADINGS[wanted] if title in known), None)


def _communes_by_digits(hierarchy):
    """The seven digits PPPCCMM of a commune or arrondissement, without its region, to its row."""
    return {
        "".join(row["code"].split(".")[1:]): row
        for row in hierarchy.of_level("commune", "arrondissement")
    }


def _code(value):
    """Thirteen digits, also of a cell that a spreadsheet took for a number; zeros in front back."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value or "").strip().replace(".", "").replace(" ", "")
    text = text.zfill(13) if text.isdigit() and 11 <= len(text) <= 13 else text
    return text if CODE.fullmatch(text) else None


def _kind(title):
    return LocalityKind.KSAR if title.startswith(("قصر ", "Ksar ")) else LocalityKind.DOUAR


def _clean(value):
    return " ".join(str(value or "").split())


def _number(value):
    try:
        return int(float(str(value).replace("\u00a0", "").replace(" ", "")))
    except ValueError:
        return None
