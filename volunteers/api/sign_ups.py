"""A sign-up for whoever holds its secret code: how it stands, and taking it back."""

import datetime as dt
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import api_view, permission_classes
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from activities.refusals import TooLateToCancel
from goodsociety.common.api import documentation as docs
from goodsociety.common.api.fields import PageField
from goodsociety.common.audit import VISITOR
from goodsociety.common.refusals import WrongStep
from volunteers.actions import cancel_sign_up
from volunteers.models import SignUp

SECRET = {"Cache-Control": "no-store, private"}


class SignUpSerializer(serializers.ModelSerializer[SignUp]):
    """A sign-up, for whoever made it: ``code`` opens its page, ``reference`` is read out at the desk."""

    shift = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    status = serializers.SerializerMethodField(help_text="`guardian`: a parent or guardian has still to agree.")
    kept_until = serializers.SerializerMethodField(
        help_text="Until when a place is kept that is offered or waits for a guardian; else null."
    )
    url = PageField("sign_up_detail", code="code")

    class Meta:
        model = SignUp
        fields = read_only_fields = ("code", "reference", "shift", "party_size", "status", "kept_until", "url")

    @extend_schema_field(serializers.ChoiceField(choices=SignUp.Status.choices))
    def get_status(self, row: SignUp) -> str:
        """Return how it stands at the moment of the request."""
        return row.status_at(self.context["at"])

    @extend_schema_field(serializers.DateTimeField(allow_null=True))
    def get_kept_until(self, row: SignUp) -> str | None:
        """Return until when a place is kept."""
        if row.expires_at is None or row.status_at(self.context["at"]) not in SignUp.HOLDING:
            return None
        return str(serializers.DateTimeField().to_representation(row.expires_at))


def shown(row: SignUp, request: Request, *, at: dt.datetime) -> dict[str, Any]:
    """Return what is told of a sign-up to whoever holds its code."""
    return dict(SignUpSerializer(row, context={"request": request, "at": at}).data)


def example_of(title: str, status: str, code: str) -> OpenApiExample:
    """Return an example of a sign-up."""
    value = {
        "code": "m3V0lyqW5mTgTn8Qy1v0Aw",
        "reference": "K7QW2MHX",
        "shift": "T4RD9PAC",
        "party_size": 1,
        "status": status,
        "kept_until": "2026-11-05T12:00:00+07:00" if status in SignUp.HOLDING else None,
        "url": "https://expo.example.org/sign-ups/m3V0lyqW5mTgTn8Qy1v0Aw/",
    }
    return OpenApiExample(title, value, response_only=True, status_codes=[code])


@extend_schema(
    operation_id="sign_ups_retrieve",
    summary="Read a sign-up",
    responses={200: SignUpSerializer, 400: docs.BAD_ADDRESS, 404: docs.NOT_FOUND},
    examples=[example_of("On the waiting list", "waiting", "200")],
)
@api_view(["GET"])
@permission_classes([AllowAny])
def read_sign_up(request: Request, code: str) -> Response:
    """Say how a sign-up stands, to whoever holds the secret code that signing up returned."""
    row = get_object_or_404(SignUp.objects.select_related("shift"), code=code)
    return Response(shown(row, request, at=timezone.now()), headers=SECRET)


@extend_schema(
    operation_id="sign_ups_cancellation_create",
    summary="Take a sign-up back",
    request=None,
    responses={
        200: OpenApiResponse(SignUpSerializer, "It is taken back; asked again, it stays so."),
        400: docs.BAD_ADDRESS,
        404: docs.NOT_FOUND,
        409: docs.refused("A rule says no: the shift has begun, or the sign-up is over."),
    },
    examples=[
        example_of("Taken back", "cancelled", "200"),
        *(docs.refusal_example(each.name, str(each.sentence)) for each in (TooLateToCancel(), WrongStep())),
    ],
)
@api_view(["POST"])
@permission_classes([AllowAny])
def take_sign_up_back(request: Request, code: str) -> Response:
    """Give the place, or the place in the queue, to others. Shortly before the shift the coordinators are told."""
    at = timezone.now()
    row = get_object_or_404(SignUp.objects.for_page(), code=code)
    if row.status != SignUp.Status.CANCELLED:
        cancel_sign_up(sign_up=row, by=VISITOR, at=at)
        row.refresh_from_db()
    return Response(shown(row, request, at=at), headers=SECRET)
