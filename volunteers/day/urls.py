"""Addresses of the coordinator's day. No name, reference or code of a volunteer ever stands in one."""

from django.urls import path

from volunteers.views import day, here, hours, rosters, scanning

urlpatterns = [
    path("", day.volunteer_day, name="volunteer_day"),
    path("note/", day.volunteer_day_note, name="volunteer_day_note"),
    path("times/", day.volunteer_day_times, name="volunteer_day_times"),
    path("scan/", scanning.volunteer_day_scan, name="volunteer_day_scan"),
    path("screen/", here.volunteer_day_screen, name="volunteer_day_screen"),
    path("roster/", rosters.volunteer_day_roster, name="volunteer_day_roster"),
    path("roster.pdf", rosters.volunteer_day_roster_pdf, name="volunteer_day_roster_pdf"),
    path("hours/", hours.volunteer_hours, name="volunteer_hours"),
    path("hours.csv", hours.volunteer_hours_csv, name="volunteer_hours_csv"),
    path("shifts/<slug:code>/", day.volunteer_day_shift, name="volunteer_day_shift"),
    path("shifts/<slug:code>/walk-up/", day.volunteer_day_walk_up, name="volunteer_day_walk_up"),
    path("shifts/<slug:code>/hours/", hours.shift_hours, name="shift_hours"),
    path("shifts/<slug:code>/hours/back/", hours.shift_hours_back, name="shift_hours_back"),
]
