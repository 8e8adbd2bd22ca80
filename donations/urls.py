"""Addresses of campaigns and pledges."""

from django.urls import path

from donations.views import booth, campaigns, charging, in_kind, income, papers, paying, pledging, slips

urlpatterns = [
    path("<year:year>/give/", campaigns.campaign_list, name="campaign_list"),
    path("<year:year>/give/<slug:slug>/", campaigns.campaign_detail, name="campaign_detail"),
    path("<year:year>/give/<slug:slug>/pledge/", pledging.pledge, name="pledge"),
    path("<year:year>/give/<slug:slug>/in-kind/", in_kind.give_in_kind, name="give_in_kind"),
    path("gifts/<slug:code>/", in_kind.in_kind_detail, name="in_kind_detail"),
    path("gifts/<slug:code>/withdraw/", in_kind.in_kind_withdraw, name="in_kind_withdraw"),
    path("pledges/<slug:code>/change/", pledging.pledge_change, name="pledge_change"),
    path("pledges/<slug:code>/", paying.pledge_detail, name="pledge_detail"),
    path("pledges/<slug:code>/qr.png", paying.pledge_code, name="pledge_code"),
    path("pledges/<slug:code>/withdraw/", paying.pledge_withdraw, name="pledge_withdraw"),
    path("pledges/<slug:code>/slip/", slips.slip_send, name="slip_send"),
    path("pledges/<slug:code>/slip/back/", slips.slip_take_back, name="slip_take_back"),
    path("pledges/<slug:code>/slip/picture/", slips.slip_picture, name="slip_picture"),
    path("pledges/<slug:code>/charge/", charging.charge, name="charge"),
    path("pledges/<slug:code>/charge/new/", charging.charge_open, name="charge_open"),
    path("gateway/events/", charging.gateway_events, name="gateway_events"),
    path("acknowledgements/<slug:code>/", papers.acknowledgement_detail, name="acknowledgement_detail"),
    path("acknowledgements/<slug:code>/paper.pdf", papers.acknowledgement_pdf, name="acknowledgement_pdf"),
    path("<year:year>/gifts-to/<slug:slug>/", income.income, name="income"),
    path("<year:year>/gifts-to/<slug:slug>/gifts.xlsx", income.income_file, name="income_file"),
    path("desk/gifts/", booth.booth, name="booth"),
    path("desk/gifts/day/", booth.booth_day, name="booth_day"),
    path("desk/gifts/taken/<str:token>/", booth.booth_taken, name="booth_taken"),
    path("desk/gifts/taken/<str:token>/undo/", booth.booth_undo, name="booth_undo"),
    path("desk/gifts/waiting/<str:token>/", booth.booth_waiting, name="booth_waiting"),
]
