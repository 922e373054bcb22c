"""Numbers and dates as people write them in Morocco.

Each reader gives the value, and a doubt where what was written reads two ways; what cannot be read
raises ValueError.
"""

import re
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from unicodedata import normalize

from directory.records.facts import PartialDate

DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫٬،−", "01234567890123456789.'," + "-")
BLANKS = re.compile(r"[\s\u00a0\u202f\u2009\u200e\u200f\u061c'’]+")
NOTHING = {
    "",
    "-",
    "--",
    "—",
    "n/a",
    "na",
    "nd",
    "n.d.",
    "null",
    "none",
    "?",
    "لا يوجد",
    "غير متوفر",
}

MONTHS = (
    "janvier january enero janv jan ene يناير كانون-الثاني",
    "fevrier february febrero fevr fev feb فبراير شباط",
    "mars march marzo mar مارس اذار",
    "avril april abril avr apr abr ابريل نيسان",
    "mai may mayo ماي مايو ايار",
    "juin june junio jun يونيو حزيران",
    "juillet july julio juil jul يوليوز يوليو تموز",
    "aout august agosto aug ago غشت اغسطس اب",
    "septembre september septiembre sept sep شتنبر سبتمبر ايلول",
    "octobre october octubre oct اكتوبر تشرين-الاول",
    "novembre november noviembre nov نونبر نوفمبر تشرين-الثاني",
    "decembre december diciembre dec dic دجنبر ديسمبر كانون-الاول",
)
MONTH = {word: at for at, words in enumerate(MONTHS, start=1) for word in words.split()}
MARKS = re.compile(r"[\u0300-\u036f\u064b-\u0655\u0670\u0640]")
EXCEL_DAYS = range(18_264, 73_051)  # 1950 to 2099, as days a workbook counts


def western(text: str) -> str:
    """The same with western digits and separators, without marks of direction."""
    return text.translate(DIGITS)


def said(cell) -> str | None:
    """The text of a cell, None where it says nothing."""
    if cell is None:
        return None
    text = " ".join(normalize("NFC", str(cell)).split())
    return None if text.casefold() in NOTHING else text


def number(cell, *, decimals: int = 0) -> tuple[Decimal, str]:
    """A number and what is doubtful of it: `thousands` where a separator reads two ways."""
    if isinstance(cell, int | float):
        return Decimal(str(cell)), ""
    text = BLANKS.sub("", western(said(cell) or ""))
    text = re.sub(r"(?i)(dhs?|mad|درهم)$", "", text)
    doubt = ""
    dots, commas = text.count("."), text.count(",")
    if dots and commas:
        last = max(text.rfind("."), text.rfind(","))
        text = re.sub("[.,]", "", text[:last]) + "." + text[last + 1 :]
    elif dots + commas > 1:
        if not re.fullmatch(r"-?\d{1,3}([.,]\d{3})+", text):
            raise ValueError(text)
        text = re.sub("[.,]", "", text)
    elif dots + commas == 1:
        if re.fullmatch(r"-?[1-9]\d{0,2}[.,]\d{3}", text):
            text, doubt = re.sub("[.,]", "", text), "thousands"
        text = text.replace(",", ".")
    if not re.fullmatch(r"[-+]?\d{1,16}(\.\d{1,9})?", text):
        raise ValueError(text)
    try:
        return Decimal(text), doubt
    except InvalidOperation:
        raise ValueError(text) from None


def partial_date(cell) -> tuple[PartialDate, str]:
    """A date to the day, the month or the year; the doubt is `american` or `counted`."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = western(said(cell) or "").lower().strip(" .")
    if re.fullmatch(r"\d{5}", text) and int(text) in EXCEL_DAYS:
        return PartialDate(date(1899, 12, 30) + timedelta(days=int(text))), "counted"
    text = re.sub(r"[t ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?z?$", "", text)
    if re.fullmatch(r"\d{4}", text):
        return PartialDate(date(int(text), 1, 1), "year"), ""
    if found := re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", text):
        return PartialDate(date(*map(int, found.groups()))), ""
    if found := re.fullmatch(r"(\d{4})[-/.](\d{1,2})", text):
        return _month(found[1], int(found[2]))
    if found := re.fullmatch(r"(\d{1,2})[-/.](\d{4})", text):
        return _month(found[2], int(found[1]))
    if found := re.fullmatch(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})", text):
        day, month, year = map(int, found.groups())
        if month > 12:
            return PartialDate(date(year, day, month)), "american"
        return PartialDate(date(year, month, day)), ""
    return _worded(text), ""


def _month(year, month):
    return PartialDate(date(int(year), month, 1), "month"), ""


def _worded(text) -> PartialDate:
    """`12 mars 2015`, `1er janvier 2015`, `12 غشت 2015`, `mars 2015`, `March 12, 2015`."""
    bare = MARKS.sub("", normalize("NFKD", text)).replace(" الثاني", "-الثاني")
    bare = bare.replace(" الاول", "-الاول")
    words = re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)?|\d+", bare)
    words = [
        word for word in words if word not in {"de", "del", "er", "st", "nd", "th", "rd", "le"}
    ]
    months = [MONTH[word] for word in words if word in MONTH]
    numbers = [int(word) for word in words if word.isdigit()]
    years = [one for one in numbers if one >= 1000]
    days = [one for one in numbers if one < 1000]
    if len(months) != 1 or len(years) != 1 or len(days) > 1 or len(words) > 3:
        raise ValueError(text)
    if days:
        return PartialDate(date(years[0], months[0], days[0]))
    return PartialDate(date(years[0], months[0], 1), "month")
