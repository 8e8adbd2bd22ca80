"""Gifts of things and hours by machine: promised, read and withdrawn. They are never added to money."""

from typing import Any
from uuid import uuid4

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import api_view, permission_classes
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.forms import NO_CONSENT
from donations import refusals
from donations.actions.in_kind import LARGEST_QUANTITY, promise_in_kind, withdraw_in_kind
from donations.api.pledges import KEY, SECRET, refusal_examples
from donations.api.pledging import campaign_of
from donations.api.wishes import BOUNDS, SHORT
from donations.forms.in_kind import InKindForm
from donations.models import InKindGift
from goodsociety.common.api import documentation as docs
from goodsociety.common.api.fields import AgreementField, PageField, TextField, WholeNumberField
from goodsociety.common.api.keys import idempotency_key
from goodsociety.common.audit import VISITOR
from goodsociety.common.idempotency import Answer, Asked, answer_once
from goodsociety.common.refusals import KeyUsedForAnother, WrongStep


class InKindRequestSerializer(serializers.Serializer[Any]):
    """Who gives, what, and how much of it in the campaign's unit."""

    quantity = WholeNumberField(
        min_value=1, max_value=LARGEST_QUANTITY,
        error_messages=dict.fromkeys(BOUNDS, refusals.QuantityOutOfRange.sentence),
    )  # fmt: skip
    what = TextField(max_length=200, help_text="What exactly.")
    name = TextField(max_length=200)
    email = TextField(max_length=254, help_text="Or a phone.", **SHORT)
    phone = TextField(max_length=40, help_text="A Thai number, or one that begins with +.", **SHORT)
    consent = AgreementField(
        sentence=NO_CONSENT, help_text="The person agrees that their details are used to handle this gift."
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Judge the whole as the page's form does, which is kept for what follows."""
        self.form = InKindForm(self.context["campaign"], {**attrs, "key": str(uuid4())})
        if not self.form.is_valid():
            raise serializers.ValidationError(
                {name: [str(sentence) for sentence in wrong] for name, wrong in self.form.errors.items()}
            )
        return {name: value for name, value in self.form.cleaned_data.items() if name != "key"}


class InKindGiftSerializer(serializers.ModelSerializer[InKindGift]):
    """A gift in kind, for whoever promised it: ``code`` opens its page."""

    campaign = serializers.SerializerMethodField(help_text="Its `key`.")
    kind = serializers.ChoiceField(InKindGift.Kind.choices, read_only=True)
    unit = serializers.CharField(source="shown_unit", read_only=True)
    status = serializers.ChoiceField(InKindGift.Status.choices, read_only=True)
    url = PageField("in_kind_detail", code="code")

    class Meta:
        model = InKindGift
        fields = read_only_fields = (
            "code", "reference", "campaign", "kind", "what", "quantity", "unit", "received_quantity", "status", "url",
        )  # fmt: skip

    @extend_schema_field(KEY)
    def get_campaign(self, row: InKindGift) -> str:
        """Return the key of what it is for."""
        return KEY.to_representation(row.campaign)


def gift_of(code: str) -> InKindGift:
    """Return the gift of a secret code as it stands now, or 404."""
    return get_object_or_404(InKindGift.objects.for_page(), code=code)


def answer(gift: InKindGift, request: Request, status: int = 200) -> Response:
    """Tell of a gift whoever holds its code."""
    return Response(InKindGiftSerializer(gift, context={"request": request}).data, status=status, headers=SECRET)


def example_of(title: str, status: str, code: str) -> OpenApiExample:
    """Return an example of a gift."""
    value = {
        "code": "m3V0lyqW5mTgTn8Qy1v0Aw", "reference": "K7QW2MHX", "campaign": "2026-books", "kind": "goods",
        "what": "หนังสือภาพ", "quantity": 10, "unit": "กล่อง", "received_quantity": None, "status": status,
        "url": "https://expo.example.org/gifts/m3V0lyqW5mTgTn8Qy1v0Aw/",
    }  # fmt: skip
    return OpenApiExample(title, value, response_only=True, status_codes=[code])


REQUEST_EXAMPLE = OpenApiExample(
    "Ten boxes",
    {"name": "ใจดี มีสุข", "email": "jaidee@example.org", "quantity": 10, "what": "หนังสือภาพ", "consent": True},
    request_only=True,
)


@extend_schema(
    operation_id="campaigns_gifts_create",
    summary="Promise things or hours to a campaign",
    parameters=[docs.KEY],
    request=InKindRequestSerializer,
    responses={
        201: OpenApiResponse(
            InKindGiftSerializer, "Promised. The same key and body give the same gift again, as it stands then."
        ),
        400: OpenApiResponse(docs.ERRORS, "What was sent makes no sense."),
        404: docs.NOT_FOUND,
        409: docs.refused("A rule says no: the campaign takes no gifts now, or asks for money."),
        413: docs.TOO_LARGE,
        415: docs.NOT_JSON,
        422: docs.refused("The key has come before, with another body."),
    },
    examples=[
        REQUEST_EXAMPLE,
        example_of("Promised", "promised", "201"),
        *refusal_examples(refusals.CampaignClosed(), refusals.MoneyWanted()),
        *refusal_examples(KeyUsedForAnother(), status=422),
    ],
)
@api_view(["POST"])
@permission_classes([AllowAny])
def promise_gift(request: Request, key: tuple[int, str]) -> Response:
    """Promise things or hours to a campaign whose `goal` they are. Whoever gave an e-mail gets a mail with the link."""
    campaign, at = campaign_of(key), timezone.now()
    typed = InKindRequestSerializer(data=request.data, context={"campaign": campaign})
    typed.is_valid(raise_exception=True)
    form = typed.form

    def act() -> Answer:
        """Promise it; only its code is kept with the key."""
        made = promise_in_kind(campaign=campaign, contact=form.contact, goods=form.goods, by=VISITOR, at=at)
        return {"code": made.code}

    asked = Asked(f"api in-kind {campaign.pk}", idempotency_key(request), typed.validated_data)
    return answer(gift_of(answer_once(asked, act, at=at)["code"]), request, status=201)


@extend_schema(
    operation_id="gifts_retrieve",
    summary="Read a gift in kind",
    responses={200: InKindGiftSerializer, 400: docs.BAD_ADDRESS, 404: docs.NOT_FOUND},
    examples=[example_of("Promised", "promised", "200")],
)
@api_view(["GET"])
@permission_classes([AllowAny])
def read_gift(request: Request, code: str) -> Response:
    """Say how a gift in kind stands, to whoever holds the secret code that promising returned."""
    return answer(gift_of(code), request)


@extend_schema(
    operation_id="gifts_withdrawal_create",
    summary="Withdraw a gift in kind",
    request=None,
    responses={
        200: OpenApiResponse(InKindGiftSerializer, "It is withdrawn; asked again, it stays so."),
        400: docs.BAD_ADDRESS,
        404: docs.NOT_FOUND,
        409: docs.refused("A rule says no: it came already, or was declined."),
    },
    examples=[example_of("Withdrawn", "withdrawn", "200"), *refusal_examples(WrongStep())],
)
@api_view(["POST"])
@permission_classes([AllowAny])
def withdraw_gift(request: Request, code: str) -> Response:
    """Take back a promise of things or hours of which nothing came."""
    gift = gift_of(code)
    if gift.status != InKindGift.Status.WITHDRAWN:
        withdraw_in_kind(gift=gift, by=VISITOR, at=timezone.now())
    return answer(gift_of(code), request)
