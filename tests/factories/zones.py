"""Editions, zones, places and staff."""

import datetime as dt

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from tests.factories.accounts import UserFactory
from zones.models import Appointment, Edition, Place, Zone


def first_day() -> dt.date:
    """Return the day on which the usual edition begins."""
    return timezone.localdate() + dt.timedelta(days=30)


def usual_edition() -> Edition:
    """Return the edition that rows hang on when none is given."""
    return Edition.objects.filter(year=first_day().year).first() or EditionFactory.create()


def in_same(path):
    """Take the value from another attribute of the row that a sub-factory is called for."""
    return factory.SelfAttribute(f"..{path}")


class EditionFactory(DjangoModelFactory):
    """An open edition of four days; give ``year`` for another one, which then begins on 10 October."""

    class Meta:
        model = Edition

    year = factory.LazyFunction(lambda: first_day().year)
    status = Edition.Status.OPEN
    name_th = factory.LazyAttribute(lambda row: f"งานสังคมดี {row.year + 543}")
    name_en = factory.LazyAttribute(lambda row: f"Good Society Expo {row.year}")
    theme_th = "เริ่มต้นที่เรา"
    theme_en = "It Starts with Us"
    story_th = "สี่วันที่ชวนทุกคนมาค้นหาวิธีช่วยสังคม"
    story_en = "Four days to find your own way of helping."
    venue_th = "ศูนย์การค้าใจกลางเมือง"
    venue_en = "A shopping centre in Bangkok"
    directions_th = "รถไฟฟ้า: ลงสถานีกลางเมือง แล้วเดินตามทางเดินลอยฟ้า"
    directions_en = "Skytrain: get off in the middle of the city and follow the skywalk."
    map_link = "https://map.example.org/"
    contact_email = "hello@example.org"
    starts_on = factory.LazyAttribute(
        lambda row: first_day() if row.year == first_day().year else dt.date(row.year, 10, 10)
    )
    ends_on = factory.LazyAttribute(lambda row: row.starts_on and row.starts_on + dt.timedelta(days=3))
    cancelled_reason_th = factory.LazyAttribute(lambda row: "เหตุสุดวิสัย" if row.status == "cancelled" else "")
    cancelled_reason_en = factory.LazyAttribute(lambda row: "Circumstances" if row.status == "cancelled" else "")


class ZoneFactory(DjangoModelFactory):
    """A zone of the usual edition."""

    class Meta:
        model = Zone

    edition = factory.LazyFunction(usual_edition)
    slug = factory.Sequence(lambda n: f"zone-{n}")
    name_th = factory.Sequence(lambda n: f"โซนน้ำใจ {n}")
    name_en = factory.Sequence(lambda n: f"Zone of Kindness {n}")
    colour = "#1f6f8b"
    description_th = "โซนที่ชวนมาลงมือทำ"
    description_en = "A zone to lend a hand in."
    story_th = "เรื่องของโซนนี้เริ่มจากคนธรรมดา\n\nแล้วค่อย ๆ เติบโต"
    story_en = "The story of this zone begins with ordinary people.\n\nThen it grows."
    order = factory.Sequence(lambda n: n % 30_000)


class PlaceFactory(DjangoModelFactory):
    """A stage in a zone."""

    class Meta:
        model = Place

    zone = factory.SubFactory(ZoneFactory)
    edition = factory.LazyAttribute(lambda row: row.zone.edition if row.zone else usual_edition())
    slug = factory.Sequence(lambda n: f"place-{n}")
    name_th = factory.Sequence(lambda n: f"เวทีใต้ร่มไม้ {n}")
    name_en = factory.Sequence(lambda n: f"Stage under the Trees {n}")
    kind = Place.Kind.STAGE
    capacity = 100


class AppointmentFactory(DjangoModelFactory):
    """A role in the usual edition."""

    class Meta:
        model = Appointment

    user = factory.SubFactory(UserFactory, is_staff=True)
    role = "organiser"
    edition = factory.LazyFunction(usual_edition)
