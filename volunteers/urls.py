"""Addresses of shifts and sign-ups."""

from django.urls import path

from volunteers import views

urlpatterns = [
    path("<year:year>/volunteer/", views.shift_list, name="shift_list"),
    path("<year:year>/shifts/<slug:code>/sign-up/", views.sign_up, name="sign_up"),
    path("sign-ups/<slug:code>/", views.sign_up_detail, name="sign_up_detail"),
    path("sign-ups/<slug:code>/cancel/", views.sign_up_cancel, name="sign_up_cancel"),
]
