"""What pages ask of a session."""

import datetime as dt

from django.template import Library

from activities.models import Session
from activities.models.choices import Standing

register = Library()


@register.simple_tag
def standing(session: Session, at: dt.datetime) -> Standing:
    """Say what a visitor can do about a session at a moment."""
    return session.standing(at)
