"""Small true files, visibly fictitious, made where a test needs them."""

import csv
import io
import zipfile

import numpy
import pyogrio
import pytest
import shapely
import xlsxwriter

from desk.imports import applying, staging
from directory.records.facts import Place
from geodata.models import Territory

SOURCE = "Réseau Exemple"
LICENCE = "CC-BY-4.0"


class Files:
    """Writes files into a folder of the test, and imports them as the command would."""

    def __init__(self, folder):
        self.folder = folder

    def text(self, words, name="exemple.csv", encoding="utf-8"):
        path = self.folder / name
        path.write_bytes(words.encode(encoding))
        return path

    def csv(self, header, *rows, name="exemple.csv", encoding="utf-8", delimiter=","):
        out = io.StringIO()
        writer = csv.writer(out, delimiter=delimiter)
        writer.writerows([header, *rows])
        return self.text(out.getvalue(), name, encoding)

    def xlsx(self, header, *rows, name="exemple.xlsx"):
        path = self.folder / name
        with xlsxwriter.Workbook(path) as book:
            sheet = book.add_worksheet("Feuille")
            for at, row in enumerate([header, *rows]):
                sheet.write_row(at, 0, row)
        return path

    def ods(self, rows, name="exemple.ods"):
        """A sheet of the rows given as OpenDocument writes them."""
        path = self.folder / name
        office = "urn:oasis:names:tc:opendocument:xmlns"
        spaces = " ".join(
            f"xmlns:{one}='{office}:{one}:1.0'" for one in ("office", "table", "text")
        )
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
            archive.writestr(
                "META-INF/manifest.xml",
                f"<manifest:manifest xmlns:manifest='{office}:manifest:1.0'/>",
            )
            archive.writestr(
                "content.xml",
                f"<?xml version='1.0'?><office:document-content {spaces}><office:body>"
                f"<office:spreadsheet><table:table table:name='Feuille'>{rows}</table:table>"
                "</office:spreadsheet></office:body></office:document-content>",
            )
        return path

    def gpkg(self, crs, points, name="exemple.gpkg", **columns):
        path = self.folder / name
        shapes = numpy.array([shapely.to_wkb(shapely.Point(*one)) for one in points], dtype=object)
        pyogrio.raw.write(
            path,
            shapes,
            [numpy.array(values, dtype=object) for values in columns.values()],
            list(columns),
            driver="GPKG",
            layer="exemple",
            geometry_type="Point",
            crs=crs,
        )
        return path

    def replace(self, path, part, old, new, count=-1):
        """Rewrite one part of a packed file."""
        with zipfile.ZipFile(path) as archive:
            parts = {one: archive.read(one) for one in archive.namelist()}
        assert old in parts[part]
        parts[part] = parts[part].replace(old, new, count)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for one, content in parts.items():
                archive.writestr(one, content)

    def place(self, commune):
        """Known by its commune alone."""
        one = Territory.objects.newest().get(code=commune)
        return Place(region=one.region, province=one.province, commune=commune, precision="commune")

    def checked(self, path, source=SOURCE, **said):
        parent = staging.begin(path, source, licence=LICENCE, said=staging.Said(**said))
        return staging.check(parent)

    def published(self, path, source=SOURCE, skip_wrong=False, skip_unsure=False, **said):
        parent = self.checked(path, source, **said)
        applying.apply(parent, skip_wrong=skip_wrong, skip_unsure=skip_unsure)
        return parent


def row(parent, number=2):
    return parent.staged.get(number=number)


def problems(parent, number=2):
    return [one["problem"] for one in row(parent, number).problems]


@pytest.fixture
def files(in_force, tmp_path):
    return Files(tmp_path)


@pytest.fixture
def plain(tmp_path):
    """Files alone, without a register."""
    return Files(tmp_path)
