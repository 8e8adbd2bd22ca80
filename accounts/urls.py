"""Addresses of signing in and out."""

from django.urls import path

from accounts import views

urlpatterns = [
    path("me/sign-in/", views.sign_in, name="sign_in"),
    path("me/sign-in/code/", views.sign_in_code, name="sign_in_code"),
    path("me/open/<str:token>/", views.open_my_page, name="open_my_page"),
    path("me/sign-out/", views.sign_out, name="sign_out"),
    path("me/sign-out/everywhere/", views.sign_out_everywhere, name="sign_out_everywhere"),
]
