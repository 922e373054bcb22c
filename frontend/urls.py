"""Addresses of pages (under a language) and of permanent links (under none)."""

from django.conf import settings
from django.urls import include, path

from frontend import sitemaps
from frontend.views import briefs, cited, feeds, maps, wellknown
from frontend.views import permanent as links
from frontend.views.about import about, method, privacy
from frontend.views.actors import actor, actors
from frontend.views.citations import citation, citations, make
from frontend.views.data import data, edition
from frontend.views.dossiers import dossier, dossiers
from frontend.views.figures import figures
from frontend.views.home import home
from frontend.views.networks import networks, programme, programmes
from frontend.views.official import official
from frontend.views.pictures import picture
from frontend.views.private import (
    account,
    batches,
    bulk,
    claims,
    decided,
    erasures,
    following,
    import_columns,
    import_rows,
    imports,
    merging,
    moderation,
    moved,
    profiles,
    proofs,
    reaching,
    reminders,
    seals,
    stewards,
    writings,
)
from frontend.views.private import desk as desks
from frontend.views.private import dossiers as own_dossiers
from frontend.views.private import pictures as moderated
from frontend.views.private import stories as own_stories
from frontend.views.register import register, revision
from frontend.views.stories import stories, story
from frontend.views.style import style, style_map
from frontend.views.submissions import pictures, placing, registering, sending, suggesting, uses
from frontend.views.suggest import suggestions
from frontend.views.territories import territories, territory

permanent = [
    path("", links.root, name="root"),
    path("a/<str:code>", links.actor, name="permanent-actor"),
    path("c/", cited.search, name="citation-search"),
    path("c/<str:code>", cited.citation, name="permanent-citation"),
    path("s/<str:code>", links.story, name="permanent-story"),
    path("d/<str:code>", links.dossier, name="permanent-dossier"),
    # The same with the stroke that people add.
    path("a/<str:code>/", links.actor),
    path("c/<str:code>/", cited.citation),
    path("s/<str:code>/", links.story),
    path("d/<str:code>/", links.dossier),
    path("r/<int:number>", links.revision, name="permanent-revision"),
    path("e/<int:number>", links.edition, name="permanent-edition"),
    path("e/<int:number>.zip", links.package, name="edition-package"),
    path("pictures/<str:digest>.webp", picture, name="picture"),
    path("verify_citation.py", wellknown.verify_script, name="verify-script"),
    path("robots.txt", wellknown.robots, name="robots"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemaps/pages.xml", sitemaps.pages, name="sitemap-pages"),
    path("sitemaps/actors-<str:code>.xml", sitemaps.actors, name="sitemap-actors"),
    path("favicon.ico", wellknown.favicon, name="favicon"),
]
pages = [
    path("", home, name="home"),
    path("map.svg", maps.selection, name="map"),
    path("ground.svg", maps.ground, name="ground"),
    path("suggest/", suggestions, name="suggest"),
    path("actors/", actors, name="actors"),
    path("actors.atom", feeds.of_selection, name="actors-feed"),
    path("actors/<str:key>/", actor, name="actor"),
    path("actors/<str:key>/feed.atom", feeds.of_actor, name="actor-feed"),
    path("territories/", territories, name="territories"),
    path("territories/<str:code>/", territory, name="territory"),
    path("territories/<str:code>/brief.pdf", briefs.of_territory, name="territory-brief"),
    path(
        "territories/<str:code>/sectors/<str:sector>/brief.pdf",
        briefs.of_sector,
        name="sector-brief",
    ),
    path("networks/", networks, name="networks"),
    path("programmes/", programmes, name="programmes"),
    path("programmes/<str:key>/", programme, name="programme"),
    path("figures/", figures, name="figures"),
    path("figures/official/", official, name="official-figures"),
    path("stories/", stories, name="stories"),
    path("stories/<str:key>/", story, name="story"),
    path("cite/", make, name="cite"),
    path("citations/", citations, name="citations"),
    path("citations/<str:code>/", citation, name="citation"),
    path("programmes/<str:key>/brief.pdf", briefs.of_programme, name="programme-brief"),
    path("dossiers/", dossiers, name="dossiers"),
    path("dossiers/<str:key>/", dossier, name="dossier"),
    path("dossiers/<str:key>/brief.pdf", briefs.of_dossier, name="dossier-brief"),
    path("register/", register, name="register"),
    path("register/<int:number>/", revision, name="revision"),
    path("data/", data, name="data"),
    path("data/editions/<int:number>/", edition, name="edition"),
    path("desk/register/", registering.start, name="register-profile"),
    path("desk/register/similar/", registering.similar, name="register-similar"),
    path("desk/register/places/", registering.places, name="register-places"),
    path("desk/register/where/", placing.where, name="register-where"),
    path("desk/register/<str:link>/", registering.hub, name="register-hub"),
    path("desk/register/<str:link>/later/", registering.later, name="register-later"),
    path("desk/register/<str:link>/preview/", sending.preview, name="register-preview"),
    path("desk/register/<str:link>/pictures/", pictures.step, name="register-pictures"),
    path(
        "desk/register/<str:link>/pictures/<str:digest>.webp",
        pictures.file,
        name="register-picture",
    ),
    path("desk/register/<str:link>/<slug:step>/", registering.step, name="register-step"),
    path("desk/follow/<str:link>/", sending.follow, name="follow"),
    path("desk/following/new/", following.new, name="following-new"),
    path("desk/following/sent/", following.sent, name="following-sent"),
    path("desk/following/confirm/<str:token>/", following.confirm, name="following-confirm"),
    path("desk/following/<str:token>/", following.following, name="following"),
    path("desk/erasure/", erasures.new, name="erasure-new"),
    path("desk/erasure/sent/", erasures.sent, name="erasure-sent"),
    path("desk/erasure/<str:token>/", erasures.one, name="erasure"),
    path("desk/change/<str:key>/", suggesting.change, name="change"),
    path("desk/claim/address/<str:token>/", proofs.address, name="claim-address"),
    path("desk/claim/<str:key>/", claims.claim, name="claim"),
    path("desk/claim/<str:key>/documents/<str:document>.webp", proofs.own, name="claim-document"),
    path("desk/report/<str:key>/", suggesting.report, name="report"),
    path("about/", about, name="about"),
    path("about/method/", method, name="method"),
    path("about/privacy/", privacy, name="privacy"),
    # Private: sessions are awake below these three (desk.middleware).
    path("account/", account.account, name="account"),
    path("account/data/", account.kept, name="account-data"),
    path("account/data/file/", account.given, name="account-data-file"),
    path(
        "account/data/consents/<int:given>/withdraw/",
        account.withdraw_consent,
        name="account-consent-withdraw",
    ),
    path("account/erase/", account.erase, name="account-erase"),
    path("account/erased/", account.erased, name="account-erased"),
    path("account/", include("allauth.account.urls")),
    path("account/second-factor/", include("allauth.mfa.urls")),
    path("account/sessions/<int:session>/end/", account.end_session, name="account-session-end"),
    path("account/sessions/", include("allauth.usersessions.urls")),
    path("desk/", desks.desk, name="desk"),
    path("desk/profiles/<str:key>/stewards/", stewards.stewards, name="stewards"),
    path("desk/invitations/<str:token>/", stewards.invitation, name="steward-invitation"),
    path("desk/address/", reaching.ask, name="address-ask"),
    path("desk/address/<str:token>/", reaching.again, name="address-again"),
    path("desk/still-correct/<str:token>/", reminders.still_correct, name="still-correct"),
    path("desk/stories/new/", own_stories.new, name="desk-story-new"),
    path("desk/stories/<int:story>/", own_stories.story, name="desk-story"),
    path("desk/stories/<int:story>/write/", own_stories.write, name="desk-story-write"),
    path("desk/stories/<int:story>/withdraw/", own_stories.withdraw, name="desk-story-withdraw"),
    path("desk/stories/consent/<str:consent>/", own_stories.consent, name="story-consent"),
    path("desk/dossiers/", own_dossiers.dossiers, name="desk-dossiers"),
    path("desk/dossiers/<str:dossier>/", own_dossiers.dossier, name="desk-dossier"),
    path("desk/dossiers/<str:dossier>/about/", own_dossiers.about, name="desk-dossier-about"),
    path(
        "desk/dossiers/<str:dossier>/points/new/",
        own_dossiers.new_point,
        name="desk-dossier-new-point",
    ),
    path(
        "desk/dossiers/<str:dossier>/points/<int:point>/",
        own_dossiers.point,
        name="desk-dossier-point",
    ),
    path("desk/dossiers/<str:dossier>/preview/", own_dossiers.preview, name="desk-dossier-preview"),
    path("desk/dossiers/<str:dossier>/draft.pdf", own_dossiers.printed, name="desk-dossier-paper"),
    path("desk/uses/<str:code>/", uses.use, name="report-use"),
    path("desk/uses/<str:code>/sent/", uses.sent, name="use-sent"),
    path("moderation/", moderation.queue, name="moderation"),
    path("moderation/writings/", writings.writings, name="moderation-writings"),
    path("moderation/writings/<int:writing>/", writings.writing, name="moderation-writing"),
    path(
        "moderation/writings/<int:writing>/draft.pdf",
        writings.printed,
        name="moderation-writing-paper",
    ),
    path(
        "moderation/writings/<int:writing>/decide/",
        writings.decide,
        name="moderation-writing-decide",
    ),
    path("moderation/imports/", imports.imports, name="moderation-imports"),
    path("moderation/imports/new/", imports.new, name="moderation-import-new"),
    path("moderation/imports/<int:run>/", imports.one, name="moderation-import"),
    path(
        "moderation/imports/<int:run>/columns/",
        import_columns.columns,
        name="moderation-import-columns",
    ),
    path("moderation/imports/<int:run>/rows/", import_rows.rows, name="moderation-import-rows"),
    path(
        "moderation/imports/<int:run>/report.<str:kind>",
        imports.annotated,
        name="moderation-import-report",
    ),
    path(
        "moderation/imports/<int:run>/publish/", imports.publish, name="moderation-import-publish"
    ),
    path("moderation/imports/<int:run>/undo/", imports.undo, name="moderation-import-undo"),
    path("moderation/claims/", claims.waiting, name="moderation-claims"),
    path("moderation/claims/<int:claim>/", claims.review, name="moderation-claim"),
    path(
        "moderation/claims/<int:claim>/documents/<str:document>.webp",
        proofs.moderated,
        name="moderation-claim-document",
    ),
    path("moderation/decided/", decided.decided, name="moderation-decided"),
    path("moderation/erasures/", erasures.erasures, name="moderation-erasures"),
    path("moderation/erasures/<int:erasure>/", erasures.erasure, name="moderation-erasure"),
    path("moderation/freshness/", moderation.freshness, name="moderation-freshness"),
    path("moderation/bulk/", bulk.bulk, name="moderation-bulk"),
    path("moderation/batches/<uuid:batch>/", batches.batch, name="moderation-batch"),
    path("moderation/actors/", profiles.find, name="moderation-profiles"),
    path("moderation/actors/<str:key>/", profiles.profile, name="moderation-profile"),
    path(
        "moderation/actors/<str:key>/versions/<int:revision>/",
        profiles.restore,
        name="moderation-restore",
    ),
    path("moderation/actors/<str:key>/withdraw/", profiles.withdraw, name="moderation-withdraw"),
    path("moderation/actors/<str:key>/return/", profiles.come_back, name="moderation-return"),
    path("moderation/actors/<str:key>/figures/", profiles.figures, name="moderation-figures"),
    path("moderation/actors/<str:key>/seals/", seals.seals, name="moderation-seals"),
    path("moderation/actors/<str:key>/stewards/", stewards.moderated, name="moderation-stewards"),
    path("moderation/actors/<str:key>/merge/", merging.merge, name="moderation-merge"),
    path("moderation/<int:pk>/", moderation.submission, name="moderation-submission"),
    path("moderation/pictures/<str:key>/", moderated.of_profile, name="moderation-pictures"),
    path(
        "moderation/<int:pk>/pictures/<str:digest>.webp",
        moderated.file,
        name="moderation-picture",
    ),
    path("moderation/<int:pk>/place/", moved.place, name="moderation-place"),
    path("moderation/<int:pk>/decide/", moderation.decide, name="moderation-decide"),
]
if settings.DEBUG or getattr(settings, "STYLE_PAGE", False):
    pages += [path("style/", style, name="style"), path("style/map/", style_map, name="style-map")]
