"""Addresses of outcomes."""

from django.urls import path

from reports import views

urlpatterns = [path("<year:year>/impact/", views.impact, name="impact")]
