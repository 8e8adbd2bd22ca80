"""The programme for machines, and registering for its sessions."""

from activities.api.programme import ActivityViewSet, SessionViewSet
from activities.api.registering import register_for_session

__all__ = ["ActivityViewSet", "SessionViewSet", "register_for_session"]
