"""Addresses of the programme and of registrations."""

from django.urls import path

from activities import views

urlpatterns = [
    path("<year:year>/programme/", views.session_list, name="programme"),
    path("<year:year>/activities/<slug:slug>/", views.activity_detail, name="activity_detail"),
    path("<year:year>/sessions/<slug:code>/register/", views.register, name="register"),
    path("registrations/<slug:code>/", views.registration_detail, name="registration_detail"),
    path("registrations/<slug:code>/cancel/", views.registration_cancel, name="registration_cancel"),
]
