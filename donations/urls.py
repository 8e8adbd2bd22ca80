"""Addresses of campaigns and pledges."""

from django.urls import path

from donations.views import pledging

urlpatterns = [
    path("<year:year>/give/", pledging.campaign_list, name="campaign_list"),
    path("<year:year>/give/<slug:slug>/", pledging.campaign_detail, name="campaign_detail"),
    path("<year:year>/give/<slug:slug>/pledge/", pledging.pledge, name="pledge"),
    path("pledges/<slug:code>/", pledging.pledge_detail, name="pledge_detail"),
    path("pledges/<slug:code>/withdraw/", pledging.pledge_withdraw, name="pledge_withdraw"),
]
