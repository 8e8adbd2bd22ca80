"""Registering for a session by machine: the same fields, rules and sentences as on the page."""

from typing import Any

from django import forms
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import get_language
from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.decorators import api_view, permission_classes
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.contact import Contact
from accounts.forms import NO_CONSENT, NO_CONTACT, ContactForm
from activities.actions import register
from activities.models import Registration, Session
from goodsociety.common.api import documentation as docs
from goodsociety.common.api.fields import AgreementField, PageField, TextField, WholeNumberField
from goodsociety.common.api.keys import idempotency_key
from goodsociety.common.audit import VISITOR
from goodsociety.common.idempotency import Answer, Asked, answer_once

#: The largest number that the column of a party's size can hold.
LARGEST_NUMBER = 32767


def judged_by_form(field: str, typed: str | None) -> str:
    """Return what a field of the page's form makes of a text, or its sentence about it."""
    try:
        return str(ContactForm.base_fields[field].clean(typed or ""))
    except forms.ValidationError as error:
        raise serializers.ValidationError(error.messages) from error


class RegistrationRequestSerializer(serializers.Serializer[Any]):
    """Who comes, how they are reached, and how many of them. An e-mail or a phone is enough."""

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


class RegistrationSerializer(serializers.ModelSerializer[Registration]):
    """A registration, for whoever made it: ``code`` opens its page, ``reference`` is read out at the desk."""

    session = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    url = PageField("registration_detail", code="code")

    class Meta:
        model = Registration
        fields = read_only_fields = ("code", "reference", "session", "party_size", "status", "url")


REQUEST_EXAMPLE = OpenApiExample(
    "A party of two",
    {"name": "ใจดี มีสุข", "email": "jaidee@example.org", "party_size": 2, "consent": True},
    request_only=True,
)
ANSWER_EXAMPLE = OpenApiExample(
    "A party of two",
    {
        "code": "m3V0lyqW5mTgTn8Qy1v0Aw",
        "reference": "K7QW2MHX",
        "session": "T4RD9PAC",
        "party_size": 2,
        "status": "confirmed",
        "url": "https://expo.example.org/registrations/m3V0lyqW5mTgTn8Qy1v0Aw/",
    },
    response_only=True,
    status_codes=["201"],
)
REFUSAL_EXAMPLES = [
    docs.refusal_example("SessionFull", "Not enough places are left: you asked for 2, 1 are free."),
    docs.refusal_example("RegistrationClosed", "Registration for this session is closed."),
    docs.refusal_example(
        "NoRegistrationNeeded", "This session has an open door: no registration is needed, just come."
    ),
    docs.refusal_example("PartyTooLarge", "One registration takes at most 10 people here."),
    docs.refusal_example(
        "AlreadyRegistered",
        "This contact is already registered for this session. The confirmation you received holds the link to it.",
    ),
    docs.refusal_example("Clash", "This contact has already promised to be somewhere else at the expo at that time."),
    docs.refusal_example(
        "KeyUsedForAnother",
        "This form was already sent with other answers. Open the page again and fill it in once more.",
        status=422,
    ),
]


@extend_schema(
    operation_id="sessions_registrations_create",
    summary="Register for a session",
    parameters=[docs.KEY],
    request=RegistrationRequestSerializer,
    responses={
        201: OpenApiResponse(RegistrationSerializer, "Registered. The same key and body give this answer again."),
        400: OpenApiResponse(docs.ERRORS, "What was sent makes no sense."),
        404: docs.NOT_FOUND,
        409: docs.refused("A rule says no: there are no seats left, registration is closed, …"),
        413: docs.TOO_LARGE,
        415: docs.NOT_JSON,
        422: docs.refused("The key has come before, with another body."),
    },
    examples=[REQUEST_EXAMPLE, ANSWER_EXAMPLE, *REFUSAL_EXAMPLES],
)
@api_view(["POST"])
@permission_classes([AllowAny])
def register_for_session(request: Request, code: str) -> Response:
    """Give a party its seats in a session. Whoever gave an e-mail gets a confirmation with the link to it."""
    session = get_object_or_404(Session.objects.public().for_programme(), code=code)
    typed = RegistrationRequestSerializer(data=request.data)
    typed.is_valid(raise_exception=True)
    body, at = typed.validated_data, timezone.now()
    contact = Contact(body["name"], body["email"], body["phone"], get_language() or "th")

    def act() -> Answer:
        """Register, and describe the registration."""
        made = register(session=session, contact=contact, party_size=body["party_size"], by=VISITOR, at=at)
        return dict(RegistrationSerializer(made, context={"request": request}).data)

    asked = Asked(f"api register {session.code}", idempotency_key(request), body)
    return Response(answer_once(asked, act, at=at), status=201)
