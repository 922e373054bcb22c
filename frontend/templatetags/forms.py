"""Fields of forms as the site draws them: a label, a hint, the control, and what was wrong."""

from django import forms, template
from django.conf import settings

register = template.Library()

# What is written from left to right in any language.
LATIN = (forms.EmailInput, forms.PasswordInput, forms.URLInput, forms.NumberInput)


@register.inclusion_tag("components/form_field.html")
def form_field(field):
    """One bound field. Its help and its errors are tied to it for those who listen."""
    widget = field.field.widget
    ticked = isinstance(widget, forms.CheckboxInput)
    attrs = {} if ticked else {"class": "input"}
    told = [f"{field.id_for_label}-hint"] if field.help_text else []
    if field.errors:
        told.append(f"{field.id_for_label}-error")
        attrs["aria-invalid"] = "true"
    if told:
        attrs["aria-describedby"] = " ".join(told)
    if isinstance(widget, LATIN) or field.name == "code":
        attrs["dir"] = "ltr"
    if field.name == "code":
        attrs |= {"autocomplete": "one-time-code", "spellcheck": "false", "autocapitalize": "off"}
        attrs["autofocus"] = True  # all that its page asks for
    trap = field.name == settings.ACCOUNT_SIGNUP_FORM_HONEYPOT_FIELD
    if trap:
        attrs |= {"tabindex": "-1", "autocomplete": "off"}
    for unwanted in ("placeholder", "style"):  # the label says it; no style stands in a page
        widget.attrs.pop(unwanted, None)
    control = field.as_widget(attrs=attrs)
    return {"field": field, "control": control, "ticked": ticked, "trap": trap}
