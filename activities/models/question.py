"""What organisers ask of those who register for an activity, and what they are told."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from activities.models.programme import Activity
from activities.models.registration import Registration
from goodsociety.common.language import in_language
from goodsociety.common.laws import one_of


class Question(models.Model):
    """One question on the form of an activity; of a choice each line is one answer."""

    class Kind(models.TextChoices):
        TEXT = "text", _("text")
        CHOICE = "choice", _("one of several")
        CHOICES = "choices", _("any of several")
        YES_NO = "yes_no", _("yes or no")

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="questions", verbose_name=_("activity"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.TEXT)
    label_th = models.CharField(_("question (Thai)"), max_length=200)
    label_en = models.CharField(_("question (English)"), max_length=200, blank=True)
    options_th = models.TextField(_("answers (Thai)"), blank=True, help_text=_("One on each line."))
    options_en = models.TextField(_("answers (English)"), blank=True, help_text=_("In the same order."))
    is_required = models.BooleanField(_("must be answered"), default=False)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ("activity", "order", "pk")
        constraints = [
            one_of("question_kind_known", "kind", "text", "choice", "choices", "yes_no"),
            models.CheckConstraint(
                name="question_of_choice_has_answers",
                condition=~Q(kind__in=["choice", "choices"]) | ~Q(options_th=""),
                violation_error_message=_("Write the answers to choose from, one on each line."),
            ),
        ]

    def __str__(self) -> str:
        """Return the question."""
        return self.label

    @property
    def label(self) -> str:
        """The question in the page's language."""
        return in_language(self, "label")

    @property
    def options(self) -> list[tuple[str, str]]:
        """The answers to choose from: as they are kept, which is in Thai, and in the page's language."""
        kept, shown = lines(self.options_th), lines(in_language(self, "options"))
        return list(zip(kept, shown if len(shown) == len(kept) else kept, strict=True))


def lines(text: str) -> list[str]:
    """Return the lines of a text that hold something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


class Answer(models.Model):
    """What a party answered; several choices stand on a line each. Blanked when the person is erased."""

    registration = models.ForeignKey(
        Registration, models.CASCADE, related_name="answers", verbose_name=_("registration")
    )
    question = models.ForeignKey(Question, models.PROTECT, related_name="answers", verbose_name=_("question"))
    text = models.TextField(_("answer"), blank=True)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ("question__order", "question")
        constraints = [models.UniqueConstraint(fields=["registration", "question"], name="answer_once")]

    def __str__(self) -> str:
        """Name the question, not the answer."""
        return str(self.question)
