"""Where somebody may do what: their appointments, read as zones."""

from django.db.models import Q, QuerySet

from accounts.models import User
from accounts.roles import Permission, roles_with
from zones.models import Appointment, Zone


def zones_open_to(user: User, permission: Permission) -> "QuerySet[Zone]":
    """Return the zones in which a user may do a thing: those they are appointed to, those of an edition, or all.

    It is asked anew with every request, so that an appointment that is taken away opens nothing any more.
    """
    if user.is_superuser:
        return Zone.objects.all()
    theirs = Appointment.objects.filter(user=user, role__in=roles_with(permission))
    in_zone = Q(pk__in=theirs.filter(zone__isnull=False).values("zone"))
    in_edition = Q(edition__in=theirs.filter(zone=None).values("edition"))
    return Zone.objects.filter(in_zone | in_edition)
