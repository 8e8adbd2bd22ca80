"""Sample offers of expertise, some of them brought together with organizations of the edition."""

import datetime as dt
from collections import Counter

from django.db.models import Model

from goodsociety.operations.loading.people import Cast
from organizations.models import Organization
from volunteers.models import Expertise, Match
from zones.models import Edition

OFFERS = (
    ("skill", "ทำบัญชีและยื่นภาษีให้มูลนิธิหรือกิจการเพื่อสังคมขนาดเล็ก ทำงานด้านนี้มาสิบปี", None),
    ("hours", "ช่วยสอนการบ้านเด็กในชุมชนทุกเย็นวันพุธ", 20),
    ("contact", "รู้จักโรงพิมพ์ที่ยินดีพิมพ์เอกสารให้งานเพื่อสังคมในราคาทุน", None),
    ("skill", "ถ่ายและตัดต่อวิดีโอเล่าเรื่อง มีกล้องและอุปกรณ์ของตัวเอง", 16),
    ("skill", "ให้คำปรึกษากฎหมายเรื่องการจดทะเบียนมูลนิธิและสมาคม", 8),
    ("hours", "ช่วยแยกขยะและทำปุ๋ยหมักวันเสาร์", 12),
    ("contact", "แนะนำผู้ประกอบการร้านอาหารที่มีอาหารส่วนเกินคุณภาพดี", None),
    ("skill", "ออกแบบกราฟิก อินโฟกราฟิก และป้ายงาน", None),
    ("skill", "สอนเขียนโปรแกรมเบื้องต้นให้เยาวชน", 24),
    ("contact", "ประสานผู้นำชุมชนริมคลองที่อยากเปิดบ้านให้ศึกษาดูงาน", None),
)  # fmt: skip
#: Of four offers two are brought together with an organization.
PATTERN = (True, False, True, False)
LATER = dt.timedelta(days=2)


def add_expertise(cast: Cast, number: int) -> Counter[type[Model]]:
    """Write so many sample offers; where the edition is over it is known what came of each."""
    organizations = list(Organization.objects.partners_of(cast.edition).filter(is_sample=True).order_by("pk"))
    is_over = cast.edition.status == Edition.Status.OVER
    offers = [offer(cast, index, is_over=is_over) for index in range(number)]
    stored = Expertise.objects.bulk_create(offers)
    matched = [row for index, row in enumerate(stored) if PATTERN[index % len(PATTERN)]] if organizations else []
    matches = [match(row, cast.rng.choice(organizations), is_over=is_over) for row in matched]
    Match.objects.bulk_create(matches)
    still_open = Expertise.objects.filter(pk__in=[row.pk for row in matched], state=Expertise.State.NEW)
    still_open.update(state=Expertise.State.MATCHED)
    return Counter({Expertise: len(stored), Match: len(matches)})


def offer(cast: Cast, index: int, *, is_over: bool) -> Expertise:
    """Return an unsaved offer of an invented person."""
    kind, words, hours = OFFERS[index % len(OFFERS)]
    [invented] = cast.more(f"expert-{index + 1}", 1)
    person = invented.person
    row = Expertise(
        edition=cast.edition, person=person, name=person.name, kind=kind, words=words, hours=hours,
        created_at=person.created_at, is_contact_shared=True, is_sample=True,
    )  # fmt: skip
    if is_over:
        row.state, row.closed_at = Expertise.State.CLOSED, person.created_at + LATER
    return row


def match(row: Expertise, organization: Organization, *, is_over: bool) -> Match:
    """Return an unsaved match, of which something came where the edition is over."""
    made = Match(expertise=row, organization=organization, made_at=row.created_at)
    if is_over:
        made.outcome, made.hours, made.ended_at = Match.Outcome.USED, row.hours, row.closed_at
    return made
