"""Who looks after an edition's money."""

from accounts.models import User
from accounts.roles import Permission, roles_with
from organizations.models import Appointment as Editor
from organizations.models import Organization
from zones.models import Appointment, Edition, EditionQuerySet


def may_manage_money(user: User, edition: Edition) -> bool:
    """Say whether a user looks after the money of an edition; asked anew with every request."""
    if user.is_superuser:
        return True
    roles = roles_with(Permission.MANAGE_MONEY)
    return Appointment.objects.filter(user=user, edition=edition, zone=None, role__in=roles).exists()


def money_editions(user: User) -> EditionQuerySet:
    """Return the editions whose money a user looks after."""
    rows: EditionQuerySet = Edition.objects.all()
    if user.is_superuser:
        return rows
    theirs = Appointment.objects.filter(user=user, zone=None, role__in=roles_with(Permission.MANAGE_MONEY))
    return rows.filter(pk__in=theirs.values("edition"))


def editions_with(user: User, permission: Permission) -> EditionQuerySet:
    """Return the editions in which a user holds a permission, in all of it or in any zone."""
    rows: EditionQuerySet = Edition.objects.all()
    if user.is_superuser:
        return rows
    theirs = Appointment.objects.filter(user=user, role__in=roles_with(permission))
    return rows.filter(pk__in=theirs.values("edition"))


def takes_gifts(user: User) -> bool:
    """Say whether a user takes gifts at the booth of any edition that visitors may see."""
    return editions_with(user, Permission.TAKE_GIFTS).public().exists()


def may_see_income(user: User, edition: Edition, organization: Organization) -> bool:
    """Say whether a user sees what an organization received: finance of the edition, and its own editors there."""
    roles = roles_with(Permission.EDIT_ORGANIZATION)
    own = Editor.objects.filter(user=user, edition=edition, organization=organization, role__in=roles)
    return may_manage_money(user, edition) or own.exists()
