"""Organizations, their parts, their editors and their media coverage."""

import datetime as dt

import factory
from factory.django import DjangoModelFactory

from organizations.models import Appointment as OrganizationAppointment
from organizations.models import Kind, MediaCoverage, Organization, Part, Participation, Sector
from tests.factories.accounts import UserFactory
from tests.factories.zones import usual_edition


class OrganizationFactory(DjangoModelFactory):
    """A foundation."""

    class Meta:
        model = Organization

    slug = factory.Sequence(lambda n: f"organization-{n}")
    name_th = factory.Sequence(lambda n: f"มูลนิธิปันน้ำใจ {n}")
    name_en = factory.Sequence(lambda n: f"Kindness Foundation {n}")
    sector = Sector.CIVIL_SOCIETY
    kind = Kind.FOUNDATION
    description_th = "มูลนิธิที่ทำงานกับชุมชน"
    description_en = "A foundation working with communities."


class ParticipationFactory(DjangoModelFactory):
    """An organization's part as a partner."""

    class Meta:
        model = Participation

    organization = factory.SubFactory(OrganizationFactory)
    edition = factory.LazyFunction(usual_edition)
    part = Part.PARTNER


class OrganizationAppointmentFactory(DjangoModelFactory):
    """A partner editor of an organization."""

    class Meta:
        model = OrganizationAppointment

    user = factory.SubFactory(UserFactory, is_staff=True)
    role = "partner_editor"
    edition = factory.LazyFunction(usual_edition)
    organization = factory.SubFactory(OrganizationFactory)


class MediaCoverageFactory(DjangoModelFactory):
    """A piece by a media outlet."""

    class Meta:
        model = MediaCoverage

    edition = factory.LazyFunction(usual_edition)
    outlet = factory.SubFactory(OrganizationFactory, sector=Sector.BUSINESS, kind=Kind.MEDIA)
    title_th = factory.Sequence(lambda n: f"ข่าวดี {n}")
    title_en = factory.Sequence(lambda n: f"Good News {n}")
    link = factory.Sequence(lambda n: f"https://news.example.org/{n}")
    published_on = dt.date(2019, 10, 10)
