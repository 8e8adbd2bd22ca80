"""Promising a gift of money by machine: the same rules and sentences as on the page."""

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema
from rest_framework.decorators import api_view, permission_classes
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from donations import refusals
from donations.actions import make_pledge
from donations.api.pledges import SECRET, PledgeSerializer, example_of, pledge_of, refusal_examples, shown
from donations.api.wishes import PledgeRequestSerializer
from donations.models import Campaign
from donations.models.pledge import MOST_INSTALMENTS
from goodsociety.common.api import documentation as docs
from goodsociety.common.api.keys import idempotency_key
from goodsociety.common.audit import VISITOR
from goodsociety.common.idempotency import Answer, Asked, answer_once
from goodsociety.common.refusals import KeyUsedForAnother

REQUEST_EXAMPLES = [
    OpenApiExample(
        "Five hundred baht",
        {"name": "ใจดี มีสุข", "email": "jaidee@example.org", "amount_satang": 50000, "consent": True},
        request_only=True,
    ),
    OpenApiExample(
        "In six parts, with a nickname and an acknowledgement",
        {
            "name": "สมหญิง ใจดี",
            "phone": "081 234 5678",
            "amount_satang": 600000,
            "instalments": 6,
            "shown_as": "nickname",
            "nickname": "หญิง",
            "publishing": True,
            "wants_paper": True,
            "paper_name": "สมหญิง ใจดี",
            "address": "99 ถนนพระราม 1 กรุงเทพฯ 10330",
            "acknowledgement": True,
            "consent": True,
        },
        request_only=True,
    ),
]
REFUSALS = [refusals.CampaignClosed(), refusals.CannotBePaid(), refusals.TooManyParts(most=MOST_INSTALMENTS)]


def campaign_of(key: tuple[int, str]) -> Campaign:
    """Return the campaign of an address, or 404."""
    year, slug = key
    return get_object_or_404(Campaign.objects.public().with_totals(), edition__year=year, slug=slug)


@extend_schema(
    operation_id="campaigns_pledges_create",
    summary="Pledge money to a campaign",
    parameters=[docs.KEY],
    request=PledgeRequestSerializer,
    responses={
        201: OpenApiResponse(
            PledgeSerializer, "Pledged. The same key and body give the same pledge again, as it stands then."
        ),
        400: OpenApiResponse(docs.ERRORS, "What was sent makes no sense."),
        404: docs.NOT_FOUND,
        409: docs.refused("A rule says no: the campaign takes no gifts now, …"),
        413: docs.TOO_LARGE,
        415: docs.NOT_JSON,
        422: docs.refused("The key has come before, with another body."),
    },
    examples=[
        *REQUEST_EXAMPLES,
        example_of("To be paid", "201"),
        *refusal_examples(*REFUSALS),
        *refusal_examples(KeyUsedForAnother(), status=422),
    ],
)
@api_view(["POST"])
@permission_classes([AllowAny])
def pledge_to_campaign(request: Request, key: tuple[int, str]) -> Response:
    """Promise an amount. Nothing is paid by it: `pay` says how, and only what the organization's bank got counts.

    Whoever gave an e-mail gets a mail with the link to it.
    """
    campaign, at = campaign_of(key), timezone.now()
    typed = PledgeRequestSerializer(data=request.data)
    typed.is_valid(raise_exception=True)
    form = typed.pledge_form

    def act() -> Answer:
        """Promise it; only its code is kept with the key, so that nobody is told of a payee of yesterday."""
        amount = form.cleaned_data["amount"]
        made = make_pledge(
            campaign=campaign, contact=form.contact, amount_satang=amount, wishes=form.wishes, by=VISITOR, at=at
        )
        return {"code": made.code}

    asked = Asked(f"api pledge {campaign.pk}", idempotency_key(request), typed.validated_data)
    row = pledge_of(answer_once(asked, act, at=at)["code"])
    return Response(shown(row, request, at=at), status=201, headers=SECRET)
