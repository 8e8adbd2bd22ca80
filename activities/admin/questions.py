"""What organisers ask of those who register, and what they were told, in the organisers' workspace."""

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from activities.models import Answer, Question
from activities.models.question import lines
from goodsociety.common.admin import ReadOnly, SiteForm, SiteInline
from zones.admin import WithYear, ZoneFilter


class QuestionForm(SiteForm):
    """A question: once somebody has answered it, it stays what it is."""

    class Meta:
        help_texts = {
            "is_required": gettext_lazy("Nobody registers without an answer: ask only what you really need."),
            "order": gettext_lazy("The smallest number stands first."),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        """Show a few lines for the answers to choose from: there are few."""
        super().__init__(*args, **options)
        for name in {"options_th", "options_en"} & set(self.fields):
            self.fields[name].widget.attrs["rows"] = 3

    def clean(self) -> dict[str, Any]:
        """Keep an answered question, and compare the answers to choose from in both languages."""
        cleaned = super().clean()
        in_thai, in_english = (lines(self.value_of(f"options_{language}") or "") for language in ("th", "en"))
        if in_english and len(in_english) != len(in_thai):
            self.add_error("options_en", _("Write as many answers in English as in Thai, in the same order."))
        for name in ("kind", "DELETE"):
            if self.is_asked_for(name) and self.is_answered():
                self.add_error(name, answered(name))
        return cleaned

    def is_asked_for(self, name: str) -> bool:
        """Say whether the kind is to change, or the question is to go."""
        return name in self.changed_data and bool(self.cleaned_data.get(name))

    def is_answered(self) -> bool:
        """Say whether somebody has answered it."""
        return self.instance.pk is not None and self.instance.answers.exists()


def answered(name: str) -> str:
    """Return why a question that was answered does not go or become another kind."""
    if name == "kind":
        return _("People have answered this question: its kind stays. Ask another question instead.")
    return _("People have answered this question: it cannot be deleted, since their answers would go too.")


class QuestionInline(SiteInline):
    """Questions inside an activity's page."""

    model = Question
    form = QuestionForm
    template = "admin/edit_inline/stacked.html"
    fields = (("kind", "is_required", "order"), ("label_th", "label_en"), ("options_th", "options_en"))


@admin.register(Question)
class QuestionAdmin(WithYear):
    """What is asked on the forms of activities."""

    fixed = ("activity",)
    form = QuestionForm
    along = ("activity__edition",)
    list_display = ("asked", "activity", "kind", "is_required", "order")
    list_filter = ("activity__edition", ("activity__zone", ZoneFilter), "kind", "is_required")
    search_fields = ("label_th", "label_en", "activity__name_th", "activity__name_en")
    autocomplete_fields = ("activity",)
    fields = ("activity", *QuestionInline.fields)

    def has_delete_permission(self, request: Any, obj: Question | None = None) -> bool:
        """Keep what was answered."""
        is_kept = obj is not None and obj.answers.exists()
        return not is_kept and super().has_delete_permission(request, obj)

    @admin.display(description=gettext_lazy("question"), ordering="label_th")
    def asked(self, question: Question) -> str:
        """Show the question in the page's language."""
        return question.label


@admin.register(Answer)
class AnswerAdmin(ReadOnly):
    """What parties answered."""

    along = ("registration__session__activity", "question")
    list_display = ("registration", "question", "text", "session")
    list_filter = ("question__activity__edition", "question__kind")
    search_fields = (
        "registration__reference", "question__label_th", "question__label_en", "question__activity__name_th",
        "question__activity__name_en",
    )  # fmt: skip
    fields = ("registration", "question", "text")

    @admin.display(description=gettext_lazy("session"), ordering="registration__session")
    def session(self, answer: Answer) -> str:
        """Name the session."""
        return str(answer.registration.session)


class AnswerInline(SiteInline):
    """What a party answered, inside its registration's page."""

    model = Answer
    fields = readonly_fields = ("question", "text")
    show_change_link = False

    def has_add_permission(self, request: Any, obj: Any = None) -> bool:  # noqa: ARG002 (Django's signature)
        """Nobody answers for others."""
        return False

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:  # noqa: ARG002 (Django's signature)
        """Nobody changes an answer by hand."""
        return False

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:  # noqa: ARG002 (Django's signature)
        """Nobody deletes an answer by hand."""
        return False
