"""Which shifts of an edition somebody looks after: asked anew with every request."""

from dataclasses import dataclass
from functools import cached_property

from accounts.models import User
from accounts.roles import ROLES, Permission, Role
from volunteers.models import Shift
from volunteers.models.shift import ShiftQuerySet
from zones.models import Appointment, Edition


@dataclass(frozen=True)
class Scope:
    """Some zones of an edition, or all of it with the duties of the whole expo."""

    zones: frozenset[int] = frozenset()
    is_whole: bool = False

    def __bool__(self) -> bool:
        """Say whether there is anything in it."""
        return self.is_whole or bool(self.zones)

    def covers(self, shift: Shift) -> bool:
        """Say whether a shift is in it."""
        return self.is_whole or shift.zone_id in self.zones

    def of(self, shifts: ShiftQuerySet) -> ShiftQuerySet:
        """Keep the shifts in it."""
        return shifts if self.is_whole else shifts.filter(duty__zone__in=self.zones)


@dataclass(frozen=True)
class Reach:
    """What a user may do with the shifts of an edition."""

    user: User
    edition: Edition

    @cached_property
    def appointments(self) -> list[tuple[str, int | None]]:
        """Their roles in the edition, each with its zone."""
        return list(Appointment.objects.filter(user=self.user, edition=self.edition).values_list("role", "zone"))

    def scope(self, permission: Permission) -> Scope:
        """Return where they hold a permission."""
        if self.user.is_superuser:
            return Scope(is_whole=True)
        zones = {zone for role, zone in self.appointments if permission in ROLES[Role(role)]}
        return Scope(frozenset(zone for zone in zones if zone is not None), is_whole=None in zones)

    @cached_property
    def checks_in(self) -> Scope:
        """Where they check volunteers in."""
        return self.scope(Permission.CHECK_IN)

    @cached_property
    def manages(self) -> Scope:
        """Where they look after volunteers: phone numbers, no-shows, walk-ups and hours."""
        return self.scope(Permission.MANAGE_SHIFTS)

    def shifts(self, permission: Permission = Permission.CHECK_IN) -> ShiftQuerySet:
        """Return the shifts on the programme in which they hold a permission."""
        return self.scope(permission).of(Shift.objects.on_programme().of(self.edition)).for_page()
