"""The programme as files for calendars and phone apps, with ids that stay the same and a version that tells changes."""

from activities.feeds.calendar import calendar_file
from activities.feeds.schedule import schedule, schedule_xml

__all__ = ["calendar_file", "schedule", "schedule_xml"]
