"""Invented people for sample rows: believable names, addresses that reach nobody, timetables without clashes."""

import datetime as dt
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from accounts.models import Person
from activities.models import Commitment
from zones.models import Edition

FIRST_NAMES = [
    "กมล", "กิตติ", "ขวัญ", "จันทร์", "ชลธิชา", "ชัย", "ณัฐ", "ดวงใจ", "ทิพย์", "ธนา", "ธิดา", "นภา", "นันท์", "นิด",
    "บุญมี", "ปราณี", "ปิติ", "พิมพ์", "พร", "ภูมิ", "มาลี", "เมฆ", "ยุพิน", "รัตนา", "ลดา", "วิชัย", "วิภา", "ศรี",
    "ศุภชัย", "สมชาย", "สมหญิง", "สาย", "สุดา", "สุข", "อนันต์", "อรุณ", "อารี", "อำไพ", "เอก", "แก้ว",
]  # fmt: skip
LAST_NAMES = [
    "กล้าดี", "ใจงาม", "ชื่นบาน", "ดีพร้อม", "ตั้งใจ", "ทองคำดี", "ธารใส", "นาสวน", "บุญทวี", "ใบไม้งาม", "ปลูกรัก",
    "พาสุข", "ฟ้าใหม่", "มีน้ำใจ", "ยิ้มแย้ม", "ร่มเย็น", "รักษ์ป่า", "ลมโชย", "วันดี", "ศรีสุข", "สายธาร",
    "สร้างสรรค์", "สุขใจ", "แสงเช้า", "หนองบัว", "อยู่เย็น", "อาสาดี", "เอื้ออารี",
]  # fmt: skip


class Timed(Protocol):
    """Something with a beginning and an end."""

    starts_at: dt.datetime
    ends_at: dt.datetime


@dataclass
class Invented:
    """An invented person and when they are busy."""

    person: Person
    busy: list[tuple[dt.datetime, dt.datetime]] = field(default_factory=list)

    def is_free(self, thing: Timed) -> bool:
        """Say whether they can be at a thing as well."""
        return all(end <= thing.starts_at or start >= thing.ends_at for start, end in self.busy)

    def commit(self, thing: Timed) -> None:
        """Keep the time of a thing."""
        self.busy.append((thing.starts_at, thing.ends_at))


class Cast:
    """Makes invented people of an edition, the same ones for the same seed."""

    def __init__(self, edition: Edition, seed: int, at: dt.datetime) -> None:
        """Begin with nobody."""
        self.edition = edition
        self.rng = random.Random(seed)  # noqa: S311 (sample rows, the same each time)
        self.at = at
        self.everybody: list[Invented] = []

    @property
    def is_there(self) -> bool:
        """Whether the edition has invented people already."""
        return Person.objects.filter(is_sample=True, email__endswith=self.domain).exists()

    @property
    def domain(self) -> str:
        """What the addresses of an edition's invented people end with; example.org reaches nobody (RFC 2606)."""
        return f".{self.edition.year}@example.org"

    def more(self, role: str, number: int) -> list[Invented]:
        """Return so many new people, stored."""
        rows = [self.invent(role, index) for index in range(1, number + 1)]
        stored = [Invented(person) for person in Person.objects.bulk_create(rows, batch_size=500)]
        self.everybody += stored
        return stored

    def invent(self, role: str, index: int) -> Person:
        """Return an unsaved person."""
        name = f"{self.rng.choice(FIRST_NAMES)} {self.rng.choice(LAST_NAMES)}"
        email = f"{role}-{index:04}{self.domain}"
        return Person(name=name, email=email, created_at=self.earlier(), is_sample=True)

    def earlier(self) -> dt.datetime:
        """Return a moment in the weeks before the expo, and not in the future."""
        last = min(self.at, self.edition.moment(1, self.edition.opens_at))
        return last - dt.timedelta(minutes=self.rng.randint(60, 21 * 24 * 60))

    def shuffled(self, rows: list[Invented]) -> Iterator[Invented]:
        """Yield people for ever, in an order that changes each round."""
        while rows:
            yield from self.rng.sample(rows, len(rows))

    def share_out(self, total: int, sizes: tuple[int, ...]) -> list[int]:
        """Return random sizes that add up to a total exactly."""
        parts: list[int] = []
        while (left := total - sum(parts)) > 0:
            parts.append(min(self.rng.choice(sizes), left))
        return parts


def commitments(what: Commitment.What, rows: Sequence[tuple[int, Person, Timed]]) -> list[Commitment]:
    """Return unsaved commitments for things given as (key, person, when)."""
    return [
        Commitment(person=person, starts_at=thing.starts_at, ends_at=thing.ends_at, what=what, what_key=key)
        for key, person, thing in rows
    ]
