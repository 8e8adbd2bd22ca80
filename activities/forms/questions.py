"""The organisers' own questions: a field for each, and what is kept of its answer."""

from typing import Any

from django import forms
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from activities.models import Question
from goodsociety.common.forms import LineField

LONGEST_ANSWER = 1000
#: More answers than this to choose one from are a list that folds.
ALL_SHOWN = 7
UNANSWERED = _("Please answer this.")
UNKNOWN = _("Choose from the answers given.")
Kind = Question.Kind


def field_name(question: Question) -> str:
    """Return what the field of a question is called in a form."""
    return f"question_{question.pk}"


def field_of(question: Question) -> forms.Field:
    """Return the field of a question, in the page's language; its values are what is kept."""
    told: dict[str, Any] = {"label": question.label, "required": question.is_required}
    if question.kind == Kind.TEXT:
        return LineField(max_length=LONGEST_ANSWER, widget=forms.Textarea(attrs={"rows": 2}), **told)
    told["error_messages"] = {"required": UNANSWERED, "invalid_choice": UNKNOWN, "invalid_list": UNKNOWN}
    if question.kind == Kind.CHOICES:
        return forms.MultipleChoiceField(choices=question.options, widget=forms.CheckboxSelectMultiple, **told)
    return one_of(question, told)


def one_of(question: Question, told: dict[str, Any]) -> forms.ChoiceField:
    """Return the field of a question with one answer; what need not be answered can be left open again."""
    options = yes_or_no() if question.kind == Kind.YES_NO else question.options
    if len(options) > ALL_SHOWN:
        return forms.ChoiceField(choices=[("", pgettext_lazy("answer", "Choose")), *options], **told)
    unanswered = [] if question.is_required else [("", pgettext_lazy("answer", "No answer"))]
    return forms.ChoiceField(choices=[*options, *unanswered], widget=forms.RadioSelect, **told)


def yes_or_no() -> list[tuple[str, str]]:
    """Return yes and no: as they are kept, which is in Thai, and in the page's language."""
    with translation.override("th"):
        kept = [pgettext("answer", "yes"), pgettext("answer", "no")]
    return list(zip(kept, [capfirst(pgettext("answer", "yes")), capfirst(pgettext("answer", "no"))], strict=True))


def kept_of(cleaned: str | list[str]) -> str:
    """Return what is kept of a clean answer: of several choices each on a line."""
    return cleaned if isinstance(cleaned, str) else "\n".join(dict.fromkeys(cleaned))
