"""The steps of a profile in their order, and the form that reads each."""

from django.forms import MultipleChoiceField
from django.utils.translation import gettext_lazy as _

from desk.forms.profile import (
    ActivityForm,
    ContactsForm,
    FiguresForm,
    LegalForm,
    NameForm,
    PicturesForm,
    PlaceForm,
)
from desk.forms.profile.contacts import PEOPLE
from desk.forms.profile.step import StepForm
from desk.models import Submission, SubmissionKind
from desk.submissions import pictures
from directory.records.facts import ActorFacts

FORMS: dict[str, type[StepForm]] = {
    "name": NameForm,
    "form": LegalForm,
    "place": PlaceForm,
    "activity": ActivityForm,
    "contacts": ContactsForm,
    "figures": FiguresForm,
    "pictures": PicturesForm,
}
NAMES = {
    "name": _("Name"),
    "form": _("Legal form"),
    "place": _("Place"),
    "activity": _("Activity"),
    "contacts": _("Contacts"),
    "figures": _("Figures"),
    "pictures": _("Logo and photos"),
}
# Without these there is no profile; the rest may stay unknown.
NEEDED = ("name", "form", "place")


def typed(submission: Submission, step: str) -> dict | None:
    """What was typed in a step; None where it was never saved."""
    found = submission.payload.get(step)
    if found is None or step not in ("contacts", pictures.STEP):
        return found
    if step == pictures.STEP:
        return pictures.typed(submission)
    told = dict(found)
    for one in submission.contacts.order_by("position"):
        if one.position < PEOPLE:
            told |= {
                f"name_{one.position}": one.name,
                f"role_{one.position}": one.role,
                f"phone_{one.position}": one.phone,
                f"email_{one.position}": one.email,
            }
            told |= {f"public_phone_{one.position}": "on"} if one.phone_public else {}
            told |= {f"public_email_{one.position}": "on"} if one.email_public else {}
    return told


def form_of(submission: Submission, step: str, base: ActorFacts | None) -> StepForm:
    """The form of a step bound to what was saved; unbound where nothing was."""
    return FORMS[step](typed(submission, step), base=base)


def unjudged(submission: Submission, step: str, base: ActorFacts | None) -> StepForm:
    """The same to go on with: what was saved stands in it, and nothing of it is blamed yet."""
    form = FORMS[step](base=base)
    form.initial = {
        name: [value] if _takes_several(form.fields[name]) and isinstance(value, str) else value
        for name, value in (typed(submission, step) or {}).items()
        if name in form.fields
    }
    return form


def _takes_several(field) -> bool:
    return isinstance(field, MultipleChoiceField)


def blank(step: str, base: ActorFacts | None) -> dict:
    """What a step begins with: nothing, or what the profile says."""
    return FORMS[step].typed_of(base) if base else {}


def unfinished(submission: Submission, base: ActorFacts | None) -> list[str]:
    """The steps that must be there and are not, or that say something that cannot be."""
    wanted = NEEDED if submission.kind == SubmissionKind.NEW_PROFILE else ()
    if base is not None and not base.names:
        wanted = ("name",)
    return [
        step
        for step in FORMS
        if (step in wanted and step not in submission.payload)
        or (step in submission.payload and not form_of(submission, step, base).is_valid())
    ]
