"""Signing up for a shift by machine: the fields of the page's form, judged by it and with its sentences."""

from typing import TYPE_CHECKING, Any, ClassVar
from uuid import uuid4

from django.http import Http404
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import api_view, permission_classes
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.forms import NO_CONSENT
from activities.refusals import Clash
from goodsociety.common.api import documentation as docs
from goodsociety.common.api.fields import UNSTORABLE, AgreementField, TextField
from goodsociety.common.api.keys import idempotency_key
from goodsociety.common.audit import VISITOR
from goodsociety.common.idempotency import Answer, Asked, answer_once
from goodsociety.common.refusals import KeyUsedForAnother
from volunteers import refusals
from volunteers.actions import join_shift_list, sign_up_volunteer
from volunteers.api.sign_ups import SECRET, SignUpSerializer, example_of, shown
from volunteers.forms import SignUpForm
from volunteers.forms.signing import LONGEST_NOTE, skills_of
from volunteers.models import Shift, SignUp
from volunteers.models.rules import rules_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LONGEST_SLUG, MOST_SKILLS = 60, 50
#: What need not be given.
SHORT: dict[str, Any] = {"default": "", "allow_blank": True, "allow_null": True}


@extend_schema_field(
    {
        "type": "array",
        "items": {"type": "string", "maxLength": LONGEST_SLUG},
        "maxItems": MOST_SKILLS,
        "example": ["thai-sign-language"],
        "description": "The `slug` of each skill they have; what the duty does not need is left out.",
    }
)
class SkillsField(serializers.Field[Any, Any, Any, Any]):
    """Skills by their slugs, complained about as a whole."""

    default_error_messages: "ClassVar[dict[str, StrOrPromise]]" = {"invalid": _("Write a list of texts here.")}

    def to_internal_value(self, data: Any) -> list[str]:
        """Return the slugs."""
        if not isinstance(data, list) or len(data) > MOST_SKILLS or not all(map(is_slug, data)):
            self.fail("invalid")
        return data


def is_slug(said: Any) -> bool:
    """Say whether something could be a slug."""
    return isinstance(said, str) and len(said) <= LONGEST_SLUG and not UNSTORABLE.search(said)


class SignUpRequestSerializer(serializers.Serializer[Any]):
    """Who wants to help, how old they are, who answers for them under 20, and what they can do."""

    name = TextField(max_length=200)
    email = TextField(max_length=254)
    phone = TextField(max_length=40, help_text="A Thai number, or one that begins with +.", **SHORT)
    is_of_age = serializers.BooleanField(
        default=False, help_text="Whether they will be 20 or older on the day of the shift; then nothing more is asked."
    )
    born_on = TextField(
        max_length=40,
        help_text="The date of birth of those who will not: 2007-08-15, 15/8/2007 or, in the Buddhist Era, 15/8/2550. "
        "Also where the `minimum_age` of the shift is above 20.",
        **SHORT,
    )
    guardian_name = TextField(max_length=200, help_text="Who answers for somebody under 20.", **SHORT)
    guardian_email = TextField(max_length=254, help_text="Where the guardian is asked; not the volunteer's.", **SHORT)
    guardian_phone = TextField(max_length=40, **SHORT)
    skills = SkillsField(default=list)
    note = TextField(max_length=LONGEST_NOTE, **SHORT)
    waiting_list = serializers.BooleanField(
        default=False, help_text="Whether they join the waiting list of a shift that is full."
    )
    consent = AgreementField(
        sentence=NO_CONSENT, help_text="The person agrees that their details are used to run this shift."
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Judge the whole as the page's form does, which is kept for what follows."""
        shift, at = self.context["shift"], self.context["at"]
        keys = {skill.slug: str(skill.pk) for skill in skills_of(shift)}
        said = {name: value for name, value in attrs.items() if value}
        said |= {"key": str(uuid4()), "skills": [keys[slug] for slug in attrs["skills"] if slug in keys]}
        form = SignUpForm(said, shift=shift, rules=rules_of(shift.edition), at=at)
        if not form.is_valid():
            raise serializers.ValidationError(
                {name: [str(sentence) for sentence in wrong] for name, wrong in form.errors.items()}
            )
        self.form = form
        # What means the same is the same body, however it was written.
        normal = {name: form.cleaned_data[name] for name in ("name", "email", "phone")}
        return {name: value or "" for name, value in attrs.items()} | normal


REQUEST_EXAMPLES = [
    OpenApiExample(
        "Somebody who is of age",
        {"name": "ใจดี มีสุข", "email": "jaidee@example.org", "is_of_age": True, "consent": True},
        request_only=True,
    ),
    OpenApiExample(
        "Somebody under 20, or else on the waiting list",
        {
            "name": "มาลี รักดี",
            "email": "malee@example.org",
            "born_on": "15/8/2552",
            "guardian_name": "สมศรี รักดี",
            "guardian_email": "somsri@example.org",
            "skills": ["thai-sign-language"],
            "waiting_list": True,
            "consent": True,
        },
        request_only=True,
    ),
]
ANSWER_EXAMPLES = [
    example_of("Signed up", "confirmed", "201"),
    example_of("A guardian must agree first", "guardian", "201"),
    example_of("Asked for, and to be decided by the coordinators", "requested", "201"),
    example_of("On the waiting list", "waiting", "201"),
    example_of("A place is free at once, and waits to be accepted", "offered", "201"),
]
#: What the rules may say no with; their sentences stand in the document as they are said.
REFUSALS = [
    refusals.ShiftFull(),
    refusals.ShiftClosed(),
    refusals.ShiftOpensLater(opens="3 December 2026 10:00"),
    refusals.WaveFull(opens="3 December 2026 10:00"),
    refusals.NoWaitingList(),
    refusals.AlreadySignedUp(),
    refusals.BelowMinimumAge(minimum=15),
    refusals.TooYoung(minimum=18),
    refusals.BirthDateNeeded(),
    refusals.BirthDateDiffers(),
    refusals.GuardianNeeded(),
    refusals.GuardianIsVolunteer(),
    refusals.NeedsQualification(names="First aid"),
    refusals.TooManyHours(hours="10"),
    refusals.NotEnoughRest(hours="10"),
    refusals.TooFarToWalk(minutes=10),
    Clash(),
]


def refusal_examples() -> list[OpenApiExample]:
    """Return an example of every refusal, in English as the whole document is."""
    with translation.override("en"):
        rules = [docs.refusal_example(refusal.name, str(refusal)) for refusal in REFUSALS]
        again = KeyUsedForAnother()
        return [*rules, docs.refusal_example(again.name, str(again), status=422)]


@extend_schema(
    operation_id="shifts_sign_ups_create",
    summary="Sign up for a shift",
    parameters=[docs.KEY],
    request=SignUpRequestSerializer,
    responses={
        201: OpenApiResponse(
            SignUpSerializer,
            "Signed up; or asked for, waiting for a guardian or on the waiting list: `status` says which. The same key "
            "and body give this answer again.",
        ),
        400: OpenApiResponse(docs.ERRORS, "What was sent makes no sense."),
        404: docs.NOT_FOUND,
        409: docs.refused("A rule says no: the shift is full, the volunteer too young, …"),
        413: docs.TOO_LARGE,
        415: docs.NOT_JSON,
        422: docs.refused("The key has come before, with another body."),
    },
    examples=[*REQUEST_EXAMPLES, *ANSWER_EXAMPLES, *refusal_examples()],
)
@api_view(["POST"])
@permission_classes([AllowAny])
def sign_up_for_shift(request: Request, code: str) -> Response:
    """Give one volunteer a place in a shift, or a place in its queue. Groups sign up on the page of the shift.

    The volunteer gets a mail with the link to it, and somebody under 20 also the guardian who has to agree.
    """
    at = timezone.now()
    shift = Shift.objects.public().for_page().prefetch_related("duty__needs").filter(code=code).first()
    if shift is None:
        raise Http404
    typed = SignUpRequestSerializer(data=request.data, context={"shift": shift, "at": at})
    typed.is_valid(raise_exception=True)
    act_of_choice = join_shift_list if typed.validated_data["waiting_list"] else sign_up_volunteer

    def act() -> Answer:
        """Sign up, and describe the sign-up."""
        made: SignUp = act_of_choice(shift=shift, applicant=typed.form.applicant, by=VISITOR, at=at)
        return shown(made, request, at=at)

    asked = Asked(f"api sign up {shift.code}", idempotency_key(request), typed.validated_data)
    return Response(answer_once(asked, act, at=at), status=201, headers=SECRET)
