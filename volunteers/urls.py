"""Addresses of shifts and sign-ups."""

from django.urls import include, path

from volunteers import views
from volunteers.views import certificates, expertise, here

urlpatterns = [
    path("<year:year>/volunteer/", views.shift_list, name="shift_list"),
    path("<year:year>/volunteer/board/", views.shift_board, name="shift_board"),
    path("<year:year>/volunteer/board/staff/", views.shift_board_staff, name="shift_board_staff"),
    path("<year:year>/shifts/<slug:code>/sign-up/", views.sign_up, name="sign_up"),
    path("<year:year>/shifts/<slug:code>/sign-up/group/", views.sign_up_group, name="sign_up_group"),
    path("<year:year>/volunteer/stand-ins/", views.stand_in_list, name="stand_in_list"),
    path("<year:year>/volunteer/day/", include("volunteers.day.urls")),
    path("<year:year>/shifts/<slug:code>/here/", here.shift_here, name="shift_here"),
    path("sign-ups/<slug:code>/here/", here.sign_up_here, name="sign_up_here"),
    path("<year:year>/volunteer/<slug:slug>/", views.duty_detail, name="duty_detail"),
    path("sign-ups/<slug:code>/", views.sign_up_detail, name="sign_up_detail"),
    path("sign-ups/<slug:code>/accept/", views.sign_up_accept, name="sign_up_accept"),
    path("sign-ups/<slug:code>/decline/", views.sign_up_decline, name="sign_up_decline"),
    path("sign-ups/<slug:code>/cancel/", views.sign_up_cancel, name="sign_up_cancel"),
    path("sign-ups/<slug:code>/shift.ics", views.sign_up_ics, name="sign_up_ics"),
    path("sign-ups/<slug:code>/guardian/", views.guardian_again, name="guardian_again"),
    path("sign-ups/<slug:code>/group/", views.sign_up_group_party, name="sign_up_group_party"),
    path("sign-ups/<slug:code>/group/list/", views.sign_up_group_list, name="sign_up_group_list"),
    path("sign-ups/<slug:code>/stand-in/", views.seek_stand_in, name="seek_stand_in"),
    path("sign-ups/<slug:code>/stand-in/withdraw/", views.withdraw_stand_in, name="withdraw_stand_in"),
    path("sign-ups/<slug:code>/certificate/", certificates.my_certificate, name="my_certificate"),
    path("sign-ups/<slug:code>/certificate.pdf", certificates.my_certificate_pdf, name="my_certificate_pdf"),
    path("verify/", certificates.verify, name="verify"),
    path("verify/<slug:code>/", certificates.verify_code, name="verify_code"),
    path("stand-ins/<slug:code>/", views.hand_over, name="hand_over"),
    path("guardians/<slug:code>/", views.guardian, name="guardian"),
    path("<year:year>/expertise/", expertise.expertise, name="expertise"),
    path("<year:year>/expertise/offer/", expertise.expertise_offer, name="expertise_offer"),
    path("expertise/<slug:code>/", expertise.expertise_detail, name="expertise_detail"),
    path("expertise/<slug:code>/change/", expertise.expertise_change, name="expertise_change"),
    path("expertise/<slug:code>/withdraw/", expertise.expertise_withdraw, name="expertise_withdraw"),
]
