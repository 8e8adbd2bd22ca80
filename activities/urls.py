"""Addresses of the programme and of registrations."""

from django.urls import path

from activities import views
from activities.views import draws, favourites, feeds, groups, pictures, tickets

urlpatterns = [
    path("<year:year>/programme/", views.session_list, name="programme"),
    path("<year:year>/programme/grid/", views.programme_grid, name="programme_grid"),
    path("<year:year>/programme.ics", feeds.programme_ics, name="programme_ics"),
    path("<year:year>/programme.json", feeds.programme_json, name="programme_json"),
    path("<year:year>/programme.xml", feeds.programme_xml, name="programme_xml"),
    path("<year:year>/favourites/", favourites.favourites, name="favourites"),
    path("<year:year>/favourites/rows/", favourites.favourites_rows, name="favourites_rows"),
    path("<year:year>/favourites.ics", favourites.favourites_ics, name="favourites_ics"),
    path("me/favourites/", favourites.merge_favourites, name="merge_favourites"),
    path("<year:year>/activities/<slug:slug>/", views.activity_detail, name="activity_detail"),
    path("<year:year>/activities/<slug:slug>/seats/", views.activity_seats, name="activity_seats"),
    path("<year:year>/activities/<slug:slug>.png", pictures.activity_picture, name="activity_picture"),
    path("<year:year>/picture.png", pictures.edition_picture, name="edition_picture"),
    path("<year:year>/activities/<slug:slug>.ics", feeds.activity_ics, name="activity_ics"),
    path("<year:year>/sessions/<slug:code>.ics", feeds.session_ics, name="session_ics"),
    path("<year:year>/sessions/<slug:code>/register/", views.register, name="register"),
    path("<year:year>/sessions/<slug:code>/register/keep/", views.keep_places, name="keep_places"),
    path("<year:year>/sessions/<slug:code>/register/release/", views.release_places, name="release_places"),
    path("<year:year>/sessions/<slug:code>/draw/", draws.session_draw, name="session_draw"),
    path("<year:year>/sessions/<slug:code>/draw.json", draws.session_draw_json, name="session_draw_json"),
    path("<year:year>/sessions/<slug:code>/group/", groups.register_group, name="register_group"),
    path("registrations/<slug:code>/group/", groups.group_party, name="group_party"),
    path("registrations/<slug:code>/group/list/", groups.group_list, name="group_list"),
    path("registrations/<slug:code>/", views.registration_detail, name="registration_detail"),
    path("registrations/<slug:code>/accept/", views.registration_accept, name="registration_accept"),
    path("registrations/<slug:code>/decline/", views.registration_decline, name="registration_decline"),
    path("registrations/<slug:code>/party/", views.registration_party, name="registration_party"),
    path("registrations/<slug:code>/ticket.pdf", tickets.ticket_pdf, name="ticket_pdf"),
    path("registrations/<slug:code>/cancel/", views.registration_cancel, name="registration_cancel"),
]
