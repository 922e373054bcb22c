"""The API's addresses, mounted at /api/v1/."""

from django.urls import path, re_path

from api.docs import Docs
from api.resource import Nothing
from api.resources import (
    actors,
    belongings,
    citations,
    dossiers,
    editions,
    evidence,
    ledger,
    observations,
    statistics,
    suggest,
    taxonomies,
    territories,
)
from api.schema import Schema

app_name = "api"
urlpatterns = [
    path("actors/", actors.ActorList.as_view(), name="actors"),
    path("actors/<str:code>/", actors.ActorDetail.as_view(), name="actor"),
    path("actors/<str:code>/history/", actors.ActorHistory.as_view(), name="actor-history"),
    path("territories/", territories.TerritoryList.as_view(), name="territories"),
    path("territories/<str:code>/", territories.TerritoryDetail.as_view(), name="territory"),
    path("legal-forms/", taxonomies.LegalForms.as_view(), name="legal-forms"),
    path("kinds/", taxonomies.Kinds.as_view(), name="kinds"),
    path("cooperative-types/", taxonomies.CooperativeTypes.as_view(), name="cooperative-types"),
    path("sectors/", taxonomies.Sectors.as_view(), name="sectors"),
    path("audiences/", taxonomies.Audiences.as_view(), name="audiences"),
    path("indicators/", observations.IndicatorList.as_view(), name="indicators"),
    path("observations/", observations.ObservationList.as_view(), name="observations"),
    path("statistics/", statistics.Statistics.as_view(), name="statistics"),
    path("citations/", citations.Citations.as_view(), name="citations"),
    path("citations/<str:code>/", citations.CitationDetail.as_view(), name="citation"),
    path(
        "citations/<str:code>/verify/",
        citations.CitationVerification.as_view(),
        name="citation-verify",
    ),
    path(
        "citations/<str:code>/records/",
        citations.CitationRecords.as_view(),
        name="citation-records",
    ),
    path("networks/", belongings.NetworkList.as_view(), name="networks"),
    path("networks/<str:code>/", belongings.NetworkDetail.as_view(), name="network"),
    path("programmes/", belongings.ProgrammeList.as_view(), name="programmes"),
    path("programmes/<str:code>/", belongings.ProgrammeDetail.as_view(), name="programme"),
    path("suggest/", suggest.Suggestions.as_view(), name="suggest"),
    path("changes/", ledger.ChangeList.as_view(), name="changes"),
    path("revisions/", ledger.RevisionList.as_view(), name="revisions"),
    path("revisions/<str:number>/", ledger.RevisionBytes.as_view(), name="revision"),
    path("records/<str:digest>/", ledger.RecordBytes.as_view(), name="record"),
    path("dossiers/", dossiers.DossierList.as_view(), name="dossiers"),
    path("dossiers/<str:code>/", dossiers.DossierDetail.as_view(), name="dossier"),
    path("editions/", editions.EditionList.as_view(), name="editions"),
    path("editions/<str:number>/", editions.EditionDetail.as_view(), name="edition"),
    path("official-figures/", evidence.OfficialFigureList.as_view(), name="official-figures"),
    path(
        "official-figures/<str:code>/",
        evidence.OfficialFigureDetail.as_view(),
        name="official-figure",
    ),
    path("stories/", evidence.StoryList.as_view(), name="stories"),
    path("stories/<str:code>/", evidence.StoryDetail.as_view(), name="story"),
    path("schema/", Schema.as_view(), name="schema"),
    path("docs/", Docs.as_view(), name="docs"),
    re_path(r"", Nothing.as_view(), name="nothing"),
]
