"""Who keeps a profile that a file changed reads so, in her language; nobody else does."""

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from desk.imports import applying, telling, undoing
from desk.models import ImportRow, Mail
from desk.tasks import tell_of_import
from tests import people
from tests.desk.imports.files import row

HEADER = ["Code", "Nom", "Forme juridique", "Commune", "Membres 2023"]
NAME = "Coopérative Exemple Amal"
NOUR = ["", "Association Exemple Nour", "Association", "Taza", "12"]


def told():
    """Mails that the worker writes of what waits."""
    for job in ProcrastinateJob.objects.filter(task_name=telling.TASK).order_by("pk"):
        tell_of_import(**job.args)
    ProcrastinateJob.objects.all().delete()
    found = list(Mail.objects.filter(kind="profile_changed").order_by("pk"))
    Mail.objects.all().delete()
    return found


@pytest.fixture
def code(files):
    path = files.csv(HEADER, ["", NAME, "Coopérative", "Berkane", "40"], name="first.csv")
    return row(files.published(path)).actor


@pytest.fixture
def amal(code):
    """Keeps it, and reads Arabic."""
    assert told() == []  # nobody kept it when it came
    return people.steward(code, email="amal@athar.example", language="ar")


def test_a_file_that_changes_it_names_its_source_and_what_changed(files, code, amal):
    files.published(files.csv(HEADER, [code, "Amal", "Coopérative", "Berkane", "41"], NOUR))
    (mail,) = told()
    assert (mail.to, mail.language) == ("amal@athar.example", "ar")
    assert "Réseau Exemple" in mail.text
    assert "الاسم" in mail.text
    assert "/ar/desk/change/" in mail.text


def test_a_file_that_says_nothing_new_of_it_is_not_told(files, code, amal):
    files.published(files.csv(HEADER, [code, NAME, "Coopérative", "Berkane", "40"], NOUR))
    assert told() == []


def test_figures_alone_are_told_too(files, code, amal):
    files.published(files.csv(HEADER, [code, NAME, "Coopérative", "Berkane", "41"]))
    (mail,) = told()
    assert "الانخراطات، 2023" in mail.text


def test_whoever_publishes_the_file_knows(files, code, amal):
    path = files.csv(HEADER, [code, "Amal", "Coopérative", "Berkane", "40"])
    applying.apply(files.checked(path), by=amal)
    assert told() == []


def test_taken_back_it_is_told_again(files, code, amal):
    parent = files.published(files.csv(HEADER, [code, "Amal", "Coopérative", "Berkane", "40"]))
    told()
    undoing.undo(parent)
    (mail,) = told()
    assert "Réseau Exemple" in mail.text
    assert "/ar/desk/change/" in mail.text


def test_a_profile_that_goes_with_its_file_is_told_to_who_took_it_up(files, code):
    parent = ImportRow.objects.get(actor=code).parent
    people.steward(code, email="amal@athar.example", language="fr")
    ProcrastinateJob.objects.all().delete()
    undoing.undo(parent)
    (mail,) = told()
    assert "/fr/desk/change/" not in mail.text
    assert "/fr/about/privacy/" in mail.text
