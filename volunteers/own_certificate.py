"""A volunteer's own certificate, for the page of whoever holds the secret code of a sign-up."""

import datetime as dt
from dataclasses import dataclass

from goodsociety.common.refusals import Refusal
from volunteers.actions.certifying import refuse_service, said_by, standing_certificate
from volunteers.certificate_refusals import NamesGone, NoHoursApproved
from volunteers.certificates import Shown
from volunteers.models import Certificate, SignUp
from volunteers.served import Service, service_of
from zones.models import Edition


@dataclass(frozen=True)
class OwnCertificate:
    """The certificate that holds, if there is one; what a new one would say; or why there can be none."""

    edition: Edition
    standing: Certificate | None
    proposed: Certificate | None
    refusal: Refusal | None

    @property
    def shown(self) -> Shown | None:
        """What it says, or would say."""
        certificate = self.standing or self.proposed
        return Shown(certificate) if certificate else None

    @property
    def is_outdated(self) -> bool:
        """Whether other hours are approved by now than those of the certificate that holds."""
        return self.standing is not None and self.may_be_made

    @property
    def may_be_made(self) -> bool:
        """Whether a new one can be made."""
        return self.proposed is not None and self.refusal is None


def own_certificate(sign_up: SignUp, *, at: dt.datetime) -> OwnCertificate:
    """Return the certificate of the person of a sign-up, as far as its holder may see it.

    Whoever typed somebody else's address into a form holds the code of a sign-up too: only with hours approved for this
    very one does it show what the person did.
    """
    edition = sign_up.shift.edition
    if not (sign_up.is_live and sign_up.approved_minutes):
        return OwnCertificate(edition, None, None, NoHoursApproved())
    service, standing = service_of(sign_up.person, edition), standing_certificate(sign_up.person, edition)
    if standing is not None and not standing.name:
        return OwnCertificate(edition, None, None, NamesGone())
    is_same = standing is not None and said_by(standing) == service.said
    return OwnCertificate(edition, standing, None if is_same else proposed(service), why_not(service, at=at))


def proposed(service: Service) -> Certificate:
    """Return a certificate over a service, not issued."""
    return Certificate(person=service.person, edition=service.edition, **service.said.columns)


def why_not(service: Service, *, at: dt.datetime) -> Refusal | None:
    """Return the rule that keeps a certificate from being issued over a service, or none."""
    try:
        refuse_service(service, at=at)
    except Refusal as refusal:
        return refusal
    return None
