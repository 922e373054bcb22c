"""Codes on paper are read by a machine that knows nothing of us, at the size they are printed."""

import pytest
from pypdfium2 import PdfDocument

from directory import codes
from evidence.citations.store import cite
from evidence.citations.texts import link_on_paper
from evidence.dossiers.publish import publish_dossier
from evidence.models import Citation
from tests.dossiers import written
from tests.qr import RESOLUTIONS, read_off_paper

SITE = "http://testserver"


@pytest.fixture
def paper(country, client):
    def ask(address):
        answer = client.get(address)
        assert answer["Content-Type"] == "application/pdf"
        return PdfDocument(b"".join(answer.streaming_content))

    return ask


def on_paper(citation):
    return link_on_paper(citation, f"{SITE}/c/{codes.show(citation.code)}")


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_of_a_citation(paper, language):
    one = cite("/api/v1/actors/?legal_form=cooperative").citation
    pdf = paper(f"/c/{codes.show(one.code)}?format=pdf&lang={language}")
    for dots_an_inch in RESOLUTIONS:
        assert read_off_paper(pdf, dots_an_inch) == [on_paper(one)]


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_of_every_figure_of_a_brief(paper, language):
    pdf = paper(f"/{language}/territories/02.113/brief.pdf")
    cited = Citation.objects.all()
    assert cited
    for dots_an_inch in RESOLUTIONS:
        assert sorted(read_off_paper(pdf, dots_an_inch)) == sorted(on_paper(one) for one in cited)


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_of_a_dossier_and_of_its_figures(paper, country, language):
    addresses = [f"/api/v1/actors/?legal_form={form}" for form in ("cooperative", "mutual")]
    issue = publish_dossier(written(*addresses))
    pdf = paper(f"/{language}/dossiers/{issue.code}/brief.pdf")
    figures = [on_paper(one) for one in Citation.objects.filter(code__in=issue.figures)]
    expected = [f"{SITE}/d/{codes.show(issue.code)}", *figures]
    for dots_an_inch in RESOLUTIONS:
        assert sorted(read_off_paper(pdf, dots_an_inch)) == sorted(expected)
