"""What staff may do: every permission, every role, in one table.

Who holds a role where is an appointment, in zones or in organizations.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Permission(models.TextChoices):
    """One thing that staff may do."""

    EDIT_EDITION = "edit_edition", _("edit the edition, its zones and places")
    EDIT_PROGRAMME = "edit_programme", _("edit and release the programme")
    EDIT_ORGANIZATION = "edit_organization", _("edit an organization's page and its drafts")
    SEE_REGISTRATIONS = "see_registrations", _("see who registered")
    CHECK_IN = "check_in", _("check people in and count heads")
    MANAGE_SHIFTS = "manage_shifts", _("plan shifts and approve hours")
    TAKE_GIFTS = "take_gifts", _("take cash and card gifts at the booth")
    MANAGE_MONEY = "manage_money", _("confirm payments and reverse them")
    SEE_REPORTS = "see_reports", _("see and export outcome reports")
    APPOINT = "appoint", _("appoint staff")


class Role(models.TextChoices):
    """A named set of permissions, held somewhere by an appointment."""

    ORGANISER = "organiser", _("organiser")
    ZONE_COORDINATOR = "zone_coordinator", _("zone coordinator")
    PARTNER_EDITOR = "partner_editor", _("partner editor")
    VOLUNTEER_COORDINATOR = "volunteer_coordinator", _("volunteer coordinator")
    DESK = "desk", _("desk")
    FINANCE = "finance", _("finance")
    REPORT_VIEWER = "report_viewer", _("report viewer")


P = Permission
ROLES: dict[Role, frozenset[Permission]] = {
    Role.ORGANISER: frozenset(Permission) - {P.MANAGE_MONEY, P.TAKE_GIFTS},
    Role.ZONE_COORDINATOR: frozenset(
        {P.EDIT_PROGRAMME, P.SEE_REGISTRATIONS, P.CHECK_IN, P.MANAGE_SHIFTS, P.SEE_REPORTS}
    ),
    Role.PARTNER_EDITOR: frozenset({P.EDIT_ORGANIZATION}),
    Role.VOLUNTEER_COORDINATOR: frozenset({P.MANAGE_SHIFTS, P.CHECK_IN}),
    Role.DESK: frozenset({P.CHECK_IN, P.TAKE_GIFTS}),
    Role.FINANCE: frozenset({P.MANAGE_MONEY, P.TAKE_GIFTS, P.SEE_REPORTS}),
    Role.REPORT_VIEWER: frozenset({P.SEE_REPORTS}),
}


def roles_with(permission: Permission) -> list[Role]:
    """Return the roles that carry a permission."""
    return [role for role, permissions in ROLES.items() if permission in permissions]
