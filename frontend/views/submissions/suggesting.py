"""From a profile's page: change it, or say what is wrong with it."""

from django import forms
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from desk import robots, submissions
from desk.forms.profile.step import LTR, TextField, kept, western
from desk.models import ReportSubject, SubmissionKind
from desk.submissions import facts as fields
from desk.submissions import links
from desk.submissions.refusals import ActorGone
from directory import codes
from directory.records.validate import moroccan_today
from evidence.wording.names import called
from frontend.cards import actor_path
from frontend.views.actors import read_code
from frontend.views.submissions.private import (
    BOTHERED,
    UNWELL,
    address_of,
    author_of,
    drawn,
    private,
    trouble_words,
)

SUBJECTS = [
    (ReportSubject.CLOSED, gettext_lazy("It has closed")),
    (ReportSubject.MOVED, gettext_lazy("It has moved")),
    (ReportSubject.DUPLICATE, gettext_lazy("It is here twice")),
    (ReportSubject.WRONG, gettext_lazy("Something on the page is wrong")),
    (ReportSubject.ABUSIVE, gettext_lazy("It is abusive, or no such organisation exists")),
]


class MendForm(forms.Form):
    """What is said of the matter; it may be changed while nobody has decided."""

    use_required_attribute = False

    year = TextField(
        label=gettext_lazy("Since which year, if it closed or moved"),
        required=False,
        max_length=10,
        widget=forms.TextInput({"class": "input", "inputmode": "numeric"} | LTR),
    )
    twin = TextField(
        label=gettext_lazy("Code of the other page, if it is here twice"),
        required=False,
        max_length=40,
        widget=forms.TextInput({"class": "input", "autocomplete": "off"} | LTR),
    )
    words = TextField(
        label=gettext_lazy("In your words"),
        help_text=gettext_lazy("How you know it helps the moderator most."),
        max_length=3000,
        required=False,
        widget=forms.Textarea({"class": "input", "rows": 5}),
    )

    def clean_year(self):
        given = western(self.cleaned_data["year"])
        if given and not (
            given.isdecimal() and len(given) == 4 and 1800 <= int(given) <= moroccan_today().year
        ):
            raise forms.ValidationError(_("A year in four digits, such as 2016."))
        return given

    def clean_twin(self):
        given = self.cleaned_data["twin"]
        if not given:
            return ""
        try:
            return codes.parse(given)
        except codes.CodeError as error:
            raise forms.ValidationError(_("A code has eight symbols, as in 7KQ2-M9XY.")) from error


class ReportForm(MendForm):
    subject = forms.ChoiceField(
        label=gettext_lazy("What is the matter?"),
        choices=SUBJECTS,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what it is about.")},
    )
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address, if you want an answer"),
        required=False,
        widget=forms.TextInput({"class": "input", "inputmode": "email"} | LTR),
    )

    def __init__(self, *args, known: bool, **options):
        """`known`: whoever is logged in is answered at the address of her account."""
        super().__init__(*args, **options)
        if known:
            del self.fields["email"]


def standing(key: str, known=fields.current) -> dict:
    """The profile of an address. Raises Http404 where none stands."""
    code = read_code(key)
    found = known(code)
    if found is None:
        raise Http404(_("The register knows no organisation of this code, as of this moment."))
    facts = found[1]
    return {
        "code": code,
        "name": called({"names": facts.names}),
        "url": actor_path(code, facts.names),
        "is_demo": facts.is_demo,
        "is_named": bool(facts.names),
    }


@private
def change(request, key):
    """Begin to change a profile, or to name one anew: whoever does it, a moderator decides."""
    actor = standing(key, fields.standing)
    trouble = ""
    if request.method == "POST":
        try:
            robots.check(request.POST)
            _begun, secret = submissions.begin(
                SubmissionKind.CHANGE,
                language=get_language(),
                actor=actor["code"],
                author=author_of(request),
                address=address_of(request),
            )
            return HttpResponseRedirect(reverse("register-hub", args=[secret]), status=303)
        except BOTHERED as error:
            trouble = trouble_words(error)
        except ActorGone as error:
            raise Http404(_("This profile left the register meanwhile.")) from error
    context = {
        "actor": actor,
        "trouble": trouble,
        **robots.for_form(),
        "report_url": actor["is_named"] and reverse("report", args=[codes.show(actor["code"])]),
    }
    return drawn(request, "submissions/change.html", context, status=UNWELL if trouble else 200)


@private
def report(request, key):
    """Say what is the matter with a profile, without an account; then a link to follow it by."""
    actor = standing(key)
    about = request.GET.get("about", "")
    known = request.user.is_authenticated
    form = ReportForm(initial={"subject": about}, auto_id="%s", known=known)
    trouble = ""
    if request.method == "POST":
        form = ReportForm(request.POST, auto_id="%s", known=known)
        try:
            robots.check(request.POST)
            if form.is_valid():
                return HttpResponseRedirect(sent(request, form, actor["code"]), status=303)
        except BOTHERED as error:
            trouble = trouble_words(error)
        except ActorGone as error:
            raise Http404(_("This profile left the register meanwhile.")) from error
    context = {
        "actor": actor,
        "form": form,
        "trouble": trouble,
        **robots.for_form(),
        "change_url": reverse("change", args=[codes.show(actor["code"])]),
    }
    return drawn(
        request, "submissions/report.html", context, status=UNWELL if form.is_bound else 200
    )


def sent(request, form, code) -> str:
    """Send a report, once however often the form comes; the address to follow it by."""
    secret = links.of_form(f"{code}?{request.POST.urlencode()}")
    submissions.report(
        kept(request.POST, ("words",))
        | {"year": form.cleaned_data["year"], "twin": form.cleaned_data["twin"]},
        secret=secret,
        email=form.cleaned_data.get("email", ""),
        author=author_of(request),
        language=get_language(),
        actor=code,
        subject=form.cleaned_data["subject"],
        address=address_of(request),
    )
    return reverse("follow", args=[secret])
