"""From a citation's page: it was cited somewhere, and anybody may tell where."""

from django import forms
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy

from desk import robots
from desk.forms.profile.step import LTR, kept
from desk.forms.use import UseForm
from desk.writings import uses
from directory import codes
from evidence.dossiers.figures import figures
from frontend.views.citations import found
from frontend.views.submissions.private import (
    BOTHERED,
    UNWELL,
    address_of,
    author_of,
    drawn,
    private,
    trouble_words,
)


class AnswerForm(forms.Form):
    use_required_attribute = False

    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address, if you want an answer"),
        required=False,
        widget=forms.TextInput({"class": "input", "inputmode": "email"} | LTR),
    )


@private
def use(request, code):
    """Say where a citation was cited; it waits for a moderator. The address is only kept."""
    one = found(code)
    shown = codes.show(one.code)
    form, answer, trouble = UseForm(), AnswerForm(auto_id="%s"), ""
    if request.method == "POST":
        typed = kept(request.POST, form.fields)
        form, answer = UseForm(typed), AnswerForm(request.POST, auto_id="%s")
        try:
            robots.check(request.POST)
            if form.is_valid() and answer.is_valid():
                uses.report(
                    one,
                    typed,
                    language=get_language(),
                    email=answer.cleaned_data["email"],
                    author=author_of(request),
                    address=address_of(request),
                )
                return HttpResponseRedirect(reverse("use-sent", args=[shown]), status=303)
        except BOTHERED as error:
            trouble = trouble_words(error)
    context = {
        "form": form,
        "answer": answer,
        "trouble": trouble,
        "shown": shown,
        "sentence": figures([one], get_language())[one.code].sentence,
        "citation_url": reverse("citation", args=[shown]),
        **robots.for_form(),
    }
    return drawn(request, "writings/use.html", context, status=UNWELL if form.is_bound else 200)


@private
def sent(request, code):
    """It came: what happens now."""
    shown = codes.show(found(code).code)
    context = {"shown": shown, "citation_url": reverse("citation", args=[shown])}
    return drawn(request, "writings/use_sent.html", context)
