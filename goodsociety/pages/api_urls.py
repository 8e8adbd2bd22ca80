"""Addresses of the API, version 1."""

from django.urls import path, re_path
from drf_spectacular.views import SpectacularAPIView

from activities.api import ActivityViewSet, SessionViewSet, register_for_session
from donations.api import (
    CampaignViewSet,
    pledge_to_campaign,
    promise_gift,
    read_donors,
    read_gift,
    read_or_change_pledge,
    withdraw_gift,
    withdraw_own_pledge,
)
from goodsociety.pages.api import Router, nothing_here
from organizations.api import OrganizationViewSet
from reports.api import OutcomeViewSet
from volunteers.api import ShiftViewSet, read_sign_up, sign_up_for_shift, take_sign_up_back
from zones.api import EditionViewSet, ZoneViewSet

app_name = "api"
router = Router()
router.register("editions", EditionViewSet, "edition")
router.register("zones", ZoneViewSet, "zone")
router.register("organizations", OrganizationViewSet, "organization")
router.register("activities", ActivityViewSet, "activity")
router.register("sessions", SessionViewSet, "session")
router.register("shifts", ShiftViewSet, "shift")
router.register("campaigns", CampaignViewSet, "campaign")
router.register("outcomes", OutcomeViewSet, "outcome")

urlpatterns = [
    *router.urls,
    path("sessions/<slug:code>/registrations/", register_for_session, name="session-registrations"),
    path("shifts/<slug:code>/sign-ups/", sign_up_for_shift, name="shift-sign-ups"),
    path("sign-ups/<slug:code>/", read_sign_up, name="sign-up"),
    path("sign-ups/<slug:code>/cancellation/", take_sign_up_back, name="sign-up-cancellation"),
    path("campaigns/<edition_key:key>/donors/", read_donors, name="campaign-donors"),
    path("campaigns/<edition_key:key>/pledges/", pledge_to_campaign, name="campaign-pledges"),
    path("campaigns/<edition_key:key>/gifts/", promise_gift, name="campaign-gifts"),
    path("pledges/<slug:code>/", read_or_change_pledge, name="pledge"),
    path("pledges/<slug:code>/withdrawal/", withdraw_own_pledge, name="pledge-withdrawal"),
    path("gifts/<slug:code>/", read_gift, name="gift"),
    path("gifts/<slug:code>/withdrawal/", withdraw_gift, name="gift-withdrawal"),
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    re_path("", nothing_here),
]
