"""Addresses of campaigns and pledges."""

from django.urls import path

from donations import views

urlpatterns = [
    path("<year:year>/give/", views.campaign_list, name="campaign_list"),
    path("<year:year>/give/<slug:slug>/", views.campaign_detail, name="campaign_detail"),
    path("<year:year>/give/<slug:slug>/pledge/", views.pledge, name="pledge"),
    path("pledges/<slug:code>/", views.pledge_detail, name="pledge_detail"),
    path("pledges/<slug:code>/withdraw/", views.pledge_withdraw, name="pledge_withdraw"),
]
