"""Small true files, visibly fictitious, made where a test needs them."""

import csv
import io

import pytest
import xlsxwriter

from desk.imports import applying, staging

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
