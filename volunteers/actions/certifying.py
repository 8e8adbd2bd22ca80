"""Certificates: issued over approved hours, replaced when there are more, revoked when they no longer hold."""

import datetime as dt

from django.db import transaction

from accounts.models import Person, User
from goodsociety.common import audit
from goodsociety.common.refusals import WrongStep
from volunteers import certificate_refusals as refusals
from volunteers.models import Certificate, Duty, SignUp
from volunteers.retention import past_retention
from volunteers.served import Said, Service, service_of
from zones.models import Edition

Reason = Certificate.Reason


def issue_certificate(*, person: Person, edition: Edition, by: audit.By, at: dt.datetime) -> Certificate:
    """Return the certificate over a person's approved hours in an edition; the one that holds, where it says the same.

    Another one that holds is replaced. Refuses NoHoursApproved, ServiceGoesOn and NamesGone.
    """
    with transaction.atomic():
        person = Person.objects.select_for_update().get(pk=person.pk)
        service = service_of(person, edition, is_locked=True)
        refuse_service(service, at=at)
        standing = standing_certificate(person, edition)
        if standing is not None and said_by(standing) == service.said:
            return standing
        if standing is not None:
            revoke_certificate(certificate=standing, reason=Reason.REPLACED, by=by, at=at)
        issued_by = by if isinstance(by, User) else None
        certificate = Certificate.objects.create(
            person=person, edition=edition, issued_at=at, issued_by=issued_by, **service.said.columns
        )
        audit.record("issue_certificate", certificate, by=by, at=at, person=person.pk, minutes=certificate.minutes)
    return certificate


def refuse_service(service: Service, *, at: dt.datetime) -> None:
    """Refuse to certify what was not approved, is not over, or belongs to nobody any more."""
    if not service.rows:
        raise refusals.NoHoursApproved
    if service.goes_on(at):
        raise refusals.ServiceGoesOn
    if not service.name or past_retention(at).filter(pk=service.edition.pk).exists():
        raise refusals.NamesGone


def standing_certificate(person: Person, edition: Edition) -> Certificate | None:
    """Return the certificate of a person in an edition that holds, or none."""
    return Certificate.objects.live().filter(person=person, edition=edition).for_page().first()


def said_by(certificate: Certificate) -> Said:
    """Return what a certificate says."""
    return Said(
        certificate.name, certificate.minutes, certificate.duties, certificate.organizations, certificate.members
    )


def revoke_certificate(
    *, certificate: Certificate, reason: Certificate.Reason, by: audit.By, at: dt.datetime
) -> Certificate:
    """Let a certificate hold no more; whoever looks it up is told so, and why. Refuses WrongStep for a revoked one."""
    # Whoever waited for another's lock began before what they revoke was issued.
    revoked_at = max(at, certificate.issued_at)
    with transaction.atomic():
        live = Certificate.objects.live().filter(pk=certificate.pk)
        if not live.update(revoked_at=revoked_at, revoked_reason=reason):
            raise WrongStep
        audit.record("revoke_certificate", certificate, by=by, at=at, reason=str(reason))
    certificate.revoked_at, certificate.revoked_reason = revoked_at, reason
    return certificate


def revoke_outdated(*, sign_up: SignUp, by: audit.By, at: dt.datetime) -> None:
    """Revoke the certificate of a volunteer, whose hours were just changed, where it says more than is approved now."""
    edition = Duty.objects.filter(shifts=sign_up.shift_id).values("edition")
    standing = Certificate.objects.live().filter(person=sign_up.person_id, edition__in=edition).for_page().first()
    if standing is not None and service_of(standing.person, standing.edition).minutes < standing.minutes:
        revoke_certificate(certificate=standing, reason=Reason.HOURS, by=by, at=at)
