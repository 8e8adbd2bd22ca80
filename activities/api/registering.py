"""Registering for a session by machine: the same fields, rules and sentences as on the page."""

from django.http import Http404
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import get_language
from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.decorators import api_view, permission_classes
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from activities import refusals
from activities.actions import register_or_wait, register_within
from activities.api.party import RegistrationRequestSerializer
from activities.models import Registration
from activities.recent import recent
from goodsociety.common.api import documentation as docs
from goodsociety.common.api.fields import PageField
from goodsociety.common.api.keys import idempotency_key
from goodsociety.common.audit import VISITOR
from goodsociety.common.idempotency import Answer, Asked, answer_once
from goodsociety.common.refusals import KeyUsedForAnother


class RegistrationSerializer(serializers.Serializer[Registration]):
    """A registration, for whoever made it: ``code`` opens its page, ``reference`` is read out at the desk."""

    code = serializers.CharField(read_only=True)
    reference = serializers.CharField(read_only=True)
    session = serializers.CharField(source="session.code", read_only=True)
    party_size = serializers.IntegerField(read_only=True)
    status = serializers.ChoiceField(Registration.Status.choices, read_only=True)
    url = PageField("registration_detail", code="code")


def described(registration: Registration, request: Request) -> Answer:
    """Return what the serializer gives out, written down by hand: it copies all of its fields for each answer."""
    return {
        "code": registration.code,
        "reference": registration.reference,
        "session": registration.session.code,
        "party_size": registration.party_size,
        "status": str(registration.status),
        "url": request.build_absolute_uri(reverse("registration_detail", args=[registration.code])),
    }


REQUEST_EXAMPLES = [
    OpenApiExample(
        "A party of two",
        {"name": "ใจดี มีสุข", "email": "jaidee@example.org", "party_size": 2, "consent": True},
        request_only=True,
    ),
    OpenApiExample(
        "With ages and answers, or else on the waiting list",
        {
            "name": "ใจดี มีสุข",
            "email": "jaidee@example.org",
            "party_size": 3,
            "youngest": 8,
            "oldest": 11,
            "answers": {"12": "ไม่แพ้", "13": ["ช่วงเช้า", "ช่วงบ่าย"], "14": True},
            "waiting_list": True,
            "consent": True,
        },
        request_only=True,
    ),
]


def answer_example(title: str, status: str) -> OpenApiExample:
    """Return an example of an answer."""
    value = {
        "code": "m3V0lyqW5mTgTn8Qy1v0Aw",
        "reference": "K7QW2MHX",
        "session": "T4RD9PAC",
        "party_size": 2,
        "status": status,
        "url": "https://expo.example.org/registrations/m3V0lyqW5mTgTn8Qy1v0Aw/",
    }
    return OpenApiExample(title, value, response_only=True, status_codes=["201"])


ANSWER_EXAMPLES = [
    answer_example("A party of two", "confirmed"),
    answer_example("On the waiting list", "waiting"),
    answer_example("Places are free at once, and wait to be accepted", "offered"),
    answer_example("Asked for, and to be decided by the organisers", "requested"),
    answer_example("In the draw", "entered"),
]
#: What the rules may say no with; their sentences stand in the document as they are said.
REFUSALS = [
    refusals.SessionFull(asked=2, left=1),
    refusals.RegistrationClosed(),
    refusals.NoRegistrationNeeded(),
    refusals.GroupsOnly(),
    refusals.PartyTooLarge(largest=10),
    refusals.PartyTooSmall(smallest=2),
    refusals.AgeNeeded(),
    refusals.TooYoung(minimum=7),
    refusals.TooOld(maximum=12),
    refusals.AnswerNeeded(),
    refusals.EmailNeeded(),
    refusals.NoWaitingList(),
    refusals.NeverFits(capacity=20),
    refusals.AlreadyRegistered(),
    refusals.Clash(),
]


def refusal_examples() -> list[OpenApiExample]:
    """Return an example of every refusal, in English as the whole document is."""
    with translation.override("en"):
        rules = [docs.refusal_example(refusal.name, str(refusal)) for refusal in REFUSALS]
        again = KeyUsedForAnother()
        return [*rules, docs.refusal_example(again.name, str(again), status=422)]


@extend_schema(
    operation_id="sessions_registrations_create",
    summary="Register for a session",
    parameters=[docs.KEY],
    request=RegistrationRequestSerializer,
    responses={
        201: OpenApiResponse(
            RegistrationSerializer,
            "Registered; or asked for, in the draw, on the waiting list: `status` says which. The same key and body "
            "give this answer again.",
        ),
        400: OpenApiResponse(docs.ERRORS, "What was sent makes no sense."),
        404: docs.NOT_FOUND,
        409: docs.refused("A rule says no: there are no seats left, registration is closed, …"),
        413: docs.TOO_LARGE,
        415: docs.NOT_JSON,
        422: docs.refused("The key has come before, with another body."),
    },
    examples=[*REQUEST_EXAMPLES, *ANSWER_EXAMPLES, *refusal_examples()],
)
@api_view(["POST"])
@permission_classes([AllowAny])
def register_for_session(request: Request, code: str) -> Response:
    """Give a party its seats in a session, or what it gives instead: a place in a draw or in the queue, a request.

    Whoever gave an e-mail gets a mail with the link to it.
    """
    session = recent.session(code)
    if session is None:
        raise Http404
    questions = session.activity.questions.all()
    typed = RegistrationRequestSerializer(data=request.data, context={"questions": questions})
    typed.is_valid(raise_exception=True)
    act_of_choice = register_or_wait if typed.validated_data["waiting_list"] else register_within
    party, at = typed.party(language=get_language() or "th"), timezone.now()

    def act() -> Answer:
        """Register, and describe the registration."""
        return described(act_of_choice(session=session, party=party, by=VISITOR, at=at), request)

    asked = Asked(f"api register {session.code}", idempotency_key(request), typed.validated_data)
    return Response(answer_once(asked, act, at=at), status=201)
