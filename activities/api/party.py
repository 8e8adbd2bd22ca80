"""Who wants to come, by machine: the fields of the page's form, judged by the same rules and with its sentences."""

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.contact import Contact
from accounts.forms import NO_CONSENT, NO_CONTACT, ContactForm
from activities.actions import Party
from activities.forms.questions import Kind, field_of, kept_of, yes_or_no
from activities.models import Question
from activities.models.programme import OLDEST
from goodsociety.common.api.fields import UNSTORABLE, AgreementField, TextField, WholeNumberField

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

#: So much of the name of an answer to nothing is repeated.
LONGEST_KEY = 20
#: The largest number that the column of a party's size can hold.
LARGEST_NUMBER = 32767


def judged_by_form(field: str, typed: str | None) -> str:
    """Return what a field of the page's form makes of a text, or its sentence about it."""
    try:
        return str(ContactForm.base_fields[field].clean(typed or ""))
    except forms.ValidationError as error:
        raise serializers.ValidationError(error.messages) from error


@extend_schema_field(
    {
        "type": "object",
        "additionalProperties": {
            "oneOf": [{"type": "string"}, {"type": "boolean"}, {"type": "array", "items": {"type": "string"}}]
        },
        "example": {"12": "ไม่แพ้"},
        "description": "Answers to the `questions` of the session, by the number of the question: a text; of a choice "
        "its `value`, of several choices a list of them; true or false for yes or no.",
    }
)
class AnswersField(serializers.Field[Any, Any, Any, Any]):
    """Answers to the organisers' questions; cleaned to what is kept of them, by the number of the question."""

    default_error_messages: "ClassVar[dict[str, StrOrPromise]]" = {"invalid": "Write an object here."}

    def to_internal_value(self, data: Any) -> dict[int, str]:
        """Judge each answer as the page's form does."""
        if not isinstance(data, dict):
            raise serializers.ValidationError([_("Write the answers by the number of their question.")])
        questions = {str(question.pk): question for question in self.context["questions"]}
        strange = [UNSTORABLE.sub("?", key[:LONGEST_KEY]) for key in data if key not in questions]
        wrong = [_("Nobody asks this: %(number)s.") % {"number": key} for key in strange]
        kept = {}
        for key, question in questions.items():
            try:
                kept[question.pk] = judged(question, data.get(key))
            except forms.ValidationError as error:
                wrong += [f"{question.label}: {sentence}" for sentence in error.messages]
        if wrong:
            raise serializers.ValidationError(wrong)
        return kept


def judged(question: Question, given: Any) -> str:
    """Return what is kept of an answer, or the form's sentence about it."""
    field = field_of(question)
    if given is None:
        return kept_of(field.clean([] if question.kind == Kind.CHOICES else ""))
    expected = {Kind.CHOICES: list, Kind.YES_NO: bool}.get(Kind(question.kind), str)
    if not isinstance(given, expected) or UNSTORABLE.search(str(given)):
        raise forms.ValidationError(_("This is no answer to the question."))
    if isinstance(given, bool):
        given = yes_or_no()[0 if given else 1][0]
    return kept_of(field.clean(given))


class RegistrationRequestSerializer(serializers.Serializer[Any]):
    """Who comes, how they are reached, and how many of them. An e-mail or a phone is enough to register."""

    name = TextField(max_length=200)
    email = TextField(max_length=254, default="", allow_blank=True, allow_null=True)
    phone = TextField(
        max_length=40,
        default="",
        allow_blank=True,
        allow_null=True,
        help_text="A Thai number, or one that begins with +.",
    )
    party_size = WholeNumberField(min_value=1, max_value=LARGEST_NUMBER, default=1)
    youngest = WholeNumberField(
        min_value=0,
        max_value=OLDEST,
        default=None,
        allow_null=True,
        help_text="The age of the youngest of them, where the activity has a youngest age. It is not kept.",
    )
    oldest = WholeNumberField(
        min_value=0,
        max_value=OLDEST,
        default=None,
        allow_null=True,
        help_text="The age of the oldest of them, where the activity has an oldest age. It is not kept.",
    )
    answers = AnswersField(default=dict)
    waiting_list = serializers.BooleanField(
        default=False, help_text="Whether they join the waiting list where too few places are left."
    )
    consent = AgreementField(
        sentence=NO_CONSENT, help_text="The person agrees that their details are used to run this session."
    )

    def validate_name(self, typed: str) -> str:
        """Return the name in its normal form."""
        return judged_by_form("name", typed)

    def validate_email(self, typed: str | None) -> str:
        """Return the e-mail in its normal form."""
        return judged_by_form("email", typed)

    def validate_phone(self, typed: str | None) -> str:
        """Return the phone number in its normal form."""
        return judged_by_form("phone", typed)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Ask for one way to reach the person."""
        if not attrs["email"] and not attrs["phone"]:
            raise serializers.ValidationError({"email": [NO_CONTACT]})
        return attrs

    def party(self, *, language: str) -> Party:
        """Return the party of a valid request."""
        body = self.validated_data
        return Party(
            contact=Contact(body["name"], body["email"], body["phone"], language),
            size=body["party_size"],
            youngest=body["youngest"],
            oldest=body["oldest"],
            answers=body["answers"],
        )
