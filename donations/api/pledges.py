"""A pledge for whoever holds its secret code: how it stands, how it is paid, changing it, taking it back."""

import datetime as dt
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone, translation
from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import api_view, permission_classes
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from donations import actions, refusals
from donations.api.wishes import ChangeRequestSerializer
from donations.models import Pledge
from donations.models.pledge import MOST_INSTALMENTS
from donations.paying import Part
from donations.pledged import Pledged
from goodsociety.common.api import documentation as docs
from goodsociety.common.api.fields import EditionKeyField, PageField
from goodsociety.common.audit import VISITOR
from goodsociety.common.refusals import Refusal, WrongStep

SECRET = {"Cache-Control": "no-store, private"}
KEY = EditionKeyField()


class PledgePartSerializer(serializers.Serializer[Part]):
    """One part of a gift that is paid in parts."""

    number = serializers.IntegerField()
    amount_satang = serializers.IntegerField()
    left_satang = serializers.IntegerField(help_text="What of it is still to come; earlier parts are paid first.")
    due_on = serializers.DateField()


class PayingSerializer(serializers.Serializer[Any]):
    """How what is due now is paid: by the QR code, or by hand to the payee."""

    amount_satang = serializers.IntegerField()
    payload = serializers.CharField(help_text="The text of a PromptPay QR code; empty where there is an account only.")
    payee = serializers.CharField(help_text="The payee in words, in the asked language.")
    reference = serializers.CharField(help_text="What the payment carries by itself; often empty.")


class PledgeSerializer(serializers.ModelSerializer[Pledge]):
    """A pledge, for whoever made it: ``code`` opens its page. The donor's name, contact and words are not repeated."""

    campaign = serializers.SerializerMethodField(help_text="Its `key`.")
    status = serializers.ChoiceField(Pledge.Status.choices, read_only=True)
    shown_as = serializers.ChoiceField(Pledge.Shown.choices, read_only=True)
    in_review_satang = serializers.SerializerMethodField(
        help_text="What the slip says that is being looked at; meanwhile nothing is due, changed or withdrawn."
    )
    parts = serializers.SerializerMethodField(help_text="Where it is paid in parts.")
    pay = serializers.SerializerMethodField(help_text="How it is paid now. Ask again before each payment.")
    has_new_payee = serializers.SerializerMethodField(help_text="The payee changed within the last 24 hours.")
    may_change = serializers.SerializerMethodField()
    may_withdraw = serializers.SerializerMethodField()
    url = PageField("pledge_detail", code="code")

    class Meta:
        model = Pledge
        fields = read_only_fields = (
            "code", "reference", "campaign", "status", "amount_satang", "received_satang", "in_review_satang",
            "expires_on", "parts", "pay", "has_new_payee", "shown_as", "is_amount_shown", "is_shared", "may_change",
            "may_withdraw", "url",
        )  # fmt: skip

    @property
    def held(self) -> Pledged:
        """The pledge as it stands at the moment of the request."""
        known: Pledged = self.context["held"]
        return known

    @extend_schema_field(KEY)
    def get_campaign(self, row: Pledge) -> str:
        """Return the key of what it is for."""
        return KEY.to_representation(row.campaign)

    @extend_schema_field(serializers.IntegerField(allow_null=True))
    def get_in_review_satang(self, _row: Pledge) -> int | None:
        """Return what the slip in review says."""
        return self.held.slip.amount_satang if self.held.slip else None

    @extend_schema_field(PledgePartSerializer(many=True))
    def get_parts(self, _row: Pledge) -> Any:
        """Return its parts."""
        return [PledgePartSerializer(part).data for part in self.held.parts]

    @extend_schema_field(PayingSerializer(allow_null=True))
    def get_pay(self, _row: Pledge) -> dict[str, Any] | None:
        """Return how it is paid now, where something is to be paid."""
        way = self.held.way
        return {"amount_satang": self.held.due_satang, **vars(way)} if way else None

    def get_has_new_payee(self, _row: Pledge) -> bool:
        """Say whether the payee is new."""
        return self.held.has_new_payee

    def get_may_change(self, _row: Pledge) -> bool:
        """Say whether it can be changed now."""
        return self.held.may_change

    def get_may_withdraw(self, _row: Pledge) -> bool:
        """Say whether what is to come of it can be taken back now."""
        return self.held.may_withdraw


def shown(pledge: Pledge, request: Request, *, at: dt.datetime) -> dict[str, Any]:
    """Return what is told of a pledge to whoever holds its code."""
    return dict(PledgeSerializer(pledge, context={"request": request, "held": Pledged(pledge, at)}).data)


def pledge_of(code: str) -> Pledge:
    """Return the pledge of a secret code as it stands now, or 404."""
    return get_object_or_404(Pledge.objects.for_page(), code=code)


def example_of(title: str, code: str, **changes: Any) -> OpenApiExample:
    """Return an example of a pledge."""
    way = {
        "amount_satang": 50000,
        "payload": "00020101021229370016A000000677010111021309940006177215303764540650006304XXXX",
        "payee": "PromptPay 0-9940-00617-72-1",
        "reference": "",
    }
    value = {
        "code": "m3V0lyqW5mTgTn8Qy1v0Aw", "reference": "K7QW2MHX", "campaign": "2026-school-lunches",
        "status": "promised", "amount_satang": 50000, "received_satang": 0, "in_review_satang": None,
        "expires_on": "2026-11-30", "parts": [], "pay": way, "has_new_payee": False, "shown_as": "anonymous",
        "is_amount_shown": False, "is_shared": False, "may_change": True, "may_withdraw": True,
        "url": "https://expo.example.org/pledges/m3V0lyqW5mTgTn8Qy1v0Aw/",
    }  # fmt: skip
    return OpenApiExample(title, value | changes, response_only=True, status_codes=[code])


def refusal_examples(*refused: Refusal, status: int = 409) -> list[OpenApiExample]:
    """Return an example of each refusal, in English as the whole document is."""
    with translation.override("en"):
        return [docs.refusal_example(each.name, str(each), status=status) for each in refused]


WITHDRAWN = {"status": "withdrawn", "pay": None, "may_change": False, "may_withdraw": False}
OF_CHANGING = (
    WrongStep(), refusals.SlipInReview(), refusals.CampaignClosed(), refusals.TooManyParts(most=MOST_INSTALMENTS),
)  # fmt: skip


@extend_schema(
    methods=["GET"],
    operation_id="pledges_retrieve",
    summary="Read a pledge",
    responses={200: PledgeSerializer, 400: docs.BAD_ADDRESS, 404: docs.NOT_FOUND},
    examples=[example_of("To be paid", "200")],
)
@extend_schema(
    methods=["PATCH"],
    operation_id="pledges_partial_update",
    summary="Change a pledge",
    description="Change what is sent of a pledge of which nothing came yet; what is not sent stays as it is.",
    request=ChangeRequestSerializer,
    responses={
        200: OpenApiResponse(PledgeSerializer, "It is changed."),
        400: OpenApiResponse(docs.ERRORS, "What was sent makes no sense."),
        404: docs.NOT_FOUND,
        409: docs.refused("A rule says no: money came already, a slip is being looked at, …"),
        413: docs.TOO_LARGE,
        415: docs.NOT_JSON,
    },
    examples=[example_of("Changed", "200"), *refusal_examples(*OF_CHANGING)],
)
@api_view(["GET", "PATCH"])
@permission_classes([AllowAny])
def read_or_change_pledge(request: Request, code: str) -> Response:
    """Say how a pledge stands and how it is paid, to whoever holds the secret code that pledging returned."""
    at, row = timezone.now(), pledge_of(code)
    if request.method == "PATCH":
        typed = ChangeRequestSerializer(data=request.data, partial=True, context={"pledge": row})
        typed.is_valid(raise_exception=True)
        form = typed.form
        amount = form.cleaned_data["amount"]
        actions.change_pledge(pledge=row, amount_satang=amount, wishes=form.wishes, by=VISITOR, at=at)
        row = pledge_of(code)
    return Response(shown(row, request, at=at), headers=SECRET)


@extend_schema(
    operation_id="pledges_withdrawal_create",
    summary="Withdraw a pledge",
    request=None,
    responses={
        200: OpenApiResponse(PledgeSerializer, "It is withdrawn; asked again, it stays so."),
        400: docs.BAD_ADDRESS,
        404: docs.NOT_FOUND,
        409: docs.refused("A rule says no: it is paid or over, or a slip is being looked at."),
    },
    examples=[
        example_of("Withdrawn", "200", **WITHDRAWN),
        *refusal_examples(WrongStep(), refusals.SlipInReview()),
    ],
)
@api_view(["POST"])
@permission_classes([AllowAny])
def withdraw_own_pledge(request: Request, code: str) -> Response:
    """Take back what is still to come of a pledge. What came stays given."""
    at, row = timezone.now(), pledge_of(code)
    if row.status != Pledge.Status.WITHDRAWN:
        actions.withdraw_pledge(pledge=row, by=VISITOR, at=at)
        row = pledge_of(code)
    return Response(shown(row, request, at=at), headers=SECRET)
