"""Addresses of the desk. No name, reference or code of a visitor ever stands in one."""

from django.urls import path

from goodsociety.pages.desk import choosing, devices, plain, signing_in

urlpatterns = [
    path("", choosing.desk, name="desk"),
    path("at/", choosing.desk_at, name="desk_at"),
    path("sign-in/", signing_in.desk_sign_in, name="desk_sign_in"),
    path("sign-out/", signing_in.desk_sign_out, name="desk_sign_out"),
    path("scan/", plain.desk_scan, name="desk_scan"),
    path("undo/", plain.desk_undo, name="desk_undo"),
    path("count/", plain.desk_count, name="desk_count"),
    path("people/", plain.desk_people_page, name="desk_people_page"),
    path("walk-in/form/", plain.desk_walk_in_form, name="desk_walk_in_form"),
    path("list.json", devices.desk_list, name="desk_list"),
    path("numbers.json", devices.desk_numbers, name="desk_numbers"),
    path("people.json", devices.desk_people, name="desk_people"),
    path("scans/", devices.desk_scans, name="desk_scans"),
    path("walk-in/", devices.desk_walk_in, name="desk_walk_in"),
]
