"""Looking for something in the programme: what must be found however it is typed, and what must not."""

import time
from pathlib import Path

import pytest
import yaml
from django.db import connection
from django.test.utils import CaptureQueriesContext

from activities.models import Session
from goodsociety.common.folding import key_of
from goodsociety.common.searching import Nearness, attempts
from organizations.models import Organization
from tests.factories import ActivityFactory, OrganizationFactory, PlaceFactory, SessionFactory, ZoneFactory
from tests.pages import text as text_of

pytestmark = pytest.mark.django_db

#: Activities by a short name: what they are called in Thai and English, what they are about, their kind.
PROGRAMME = {
    "environment": ("สิ่งแวดล้อมดีเริ่มที่หน้าบ้าน", "A Better Environment Starts at Your Front Door", "talk"),
    "recycling": ("ตามขยะไปโรงคัดแยก: ครึ่งวันที่ศูนย์รีไซเคิล", "Half a Day at a Recycling Centre", "field_tour"),
    "trees": ("ต้นไม้ใหญ่ในเมือง ใครดูแล", "Who Looks after the City’s Big Trees?", "exhibition"),
    "dust": ("ฝุ่นจิ๋ว PM2.5: ห้องทดลองอากาศ", "Tiny Dust: A Lab of the Air", "exhibition"),
    "fix": ("ซ่อมเองได้: พัดลม กาต้มน้ำ", "Fix It Yourself: Fans and Kettles", "workshop"),
    "news": ("เช็กก่อนแชร์: ข่าวจริงหรือข่าวปลอม", "Real Scandal or Fake News?", "game"),
    "rice": ("ไพ่คำถามบนโต๊ะกินข้าว", "Question Cards at Dinner", "game"),
    "law": ("กฎหมายใกล้ตัวของผู้สูงอายุ", "Everyday Law for Older People", "talk"),
    "chance": ("โอกาสครั้งที่สองเริ่มตรงไหน", "Where Does a Second Chance Begin?", "talk"),
    "digital": ("ทักษะดิจิทัลและคอมพิวเตอร์", "Digital Skills", "exhibition"),
    "budget": ("อ่านงบประมาณแผ่นดินใน 60 นาที", "Read the Public Budget in 60 Minutes", "talk"),
    "forest": ("ปั้นลูกบอลเมล็ดพันธุ์คืนป่า", "Roll Seed Balls for a Forest", "volunteer"),
    "interview": ("ซ้อมสัมภาษณ์งานครั้งแรก", "Your First Job Interview", "volunteer"),
    "heart": ("ปฐมพยาบาลใจ ฟังด้วยน้ำใจ", "First Aid for the Heart", "exhibition"),
    "camp": ("ออกแบบค่ายอาสาที่ชุมชนอยากได้", "Design a Volunteer Camp", "exhibition"),
}

#: What is typed, what alone must be found for it, and whether it is shown as the nearest there is.
TABLE = [
    # as it stands, in any part of a Thai word, in any order
    ("สิ่งแวดล้อม", "environment", False),
    ("แวดล้อม", "environment", False),
    ("ต้นไม้ เมือง", "trees", False),
    ("เมือง ต้นไม้", "trees", False),
    ("กฎหมาย", "law", False),
    ("น้ำใจ", "heart", False),
    ("60 นาที", "budget", False),
    ("ใน60นาที", "budget", False),
    # what nobody means when typing
    ("นํ้าใจ", "heart", False),
    ("น้ําใจ", "heart", False),
    ("๖๐ นาที", "budget", False),
    ("pm 2.5", "dust", False),
    ("PM25", "dust", False),
    ("ต้น\u200bไม้", "trees", False),
    ("เเชร์", "news", False),
    ("«ข่าวปลอม»!", "news", False),
    ("DIGITAL", "digital", False),
    ("\uff24igital", "digital", False),
    ("citys trees", "trees", False),
    # tone marks and other slips that are not heard
    ("สิงแวดล้อม", "environment", False),
    ("สิ่งแวดลอม", "environment", False),
    ("รีไซเคิ้ล", "recycling", False),
    ("ต้นไม่", "trees", False),
    ("โอกาศ", "chance", False),
    ("งบประมาน", "budget", False),
    ("กฏหมาย", "law", False),
    ("สัมภาษ", "interview", False),
    ("สัมภาสน์", "interview", False),
    ("เมล็ดพันธ์", "forest", False),
    ("ข่าววว", "news", False),
    # a slip or two
    ("สิ่งแวดลม", "environment", True),
    ("ดิจิธัน", "digital", True),
    ("รีไซเคอล", "recycling", True),
    ("งบปรมาณ", "budget", True),
    ("ผู้สุงอายุ", "law", True),
    ("คอมพิวเตฮร์", "digital", True),
    ("ออกแบม", "camp", True),
    ("enviroment", "environment", True),
    ("environmental", "environment", True),
    ("recycleing", "recycling", True),
    ("inteview", "interview", True),
    ("designing", "camp", True),
    ("scnadal", "news", True),
    # words typed as one that stand apart, and the other way round
    ("ซ่อมพัดลม", "fix", True),
    ("พัดลมซ่อม", "fix", True),
    ("พัด ลม", "fix", False),
    ("fakenews", "news", True),
    # kinds of activity, in both languages
    ("เวิร์กช็อป", "fix", False),
    ("เวิร์คช็อป", "fix", True),
    ("เวิรคชอป", "fix", True),
    ("work shop", "fix", False),
    ("workshops", "fix", True),
    ("ทัวร์ภาคสนาม", "recycling", False),
    # False friends: a tone mark that was typed counts while something fits it
    ("ข่าว", "news", False),
    ("ข้าว", "rice", False),
    # and words that look or sound a little like something, or stand inside another word
    ("ฟุตบอล", "", False),
    ("หุ่นยนต์", "", False),
    ("อสังหาริมทรัพย์", "", False),
    ("สื้อ", "", False),
    ("ดำน้ำ", "", False),
    ("หมากรุก", "", False),
    ("art", "", False),
    ("ear", "", False),
    ("hop", "", False),
    ("footbal", "", False),
    ("crypto", "", False),
    ("ต้นไม้ ทะเล", "", False),
    ("environment football", "", False),
    ("%", "", False),
    ("_", "", False),
    ("🙏🙏", "", False),
    ("!!!", "", False),
]


@pytest.fixture
def programme(edition):
    """Make one session of each activity."""
    zone = ZoneFactory(slug="hall", name_th="ลานหลัก", name_en="Hall")
    place = PlaceFactory(zone=zone, name_th="จุดรวมพล", name_en="Yard")
    for slug, (thai, english, kind) in PROGRAMME.items():
        activity = ActivityFactory(
            slug=slug, name_th=thai, name_en=english, kind=kind, zone=zone, summary_th="", summary_en=""
        )
        SessionFactory(activity=activity, place=place)
    return edition


def found(text):
    """Return what is found, by its short names, and whether it is the nearest there is."""
    rows = list(Session.objects.matching(text).for_programme())
    return [row.activity.slug for row in rows], any(row.is_near for row in rows if text.strip())


@pytest.mark.parametrize(("text", "slug", "is_near"), TABLE)
def test_what_is_typed_finds_exactly_what_is_meant(programme, text, slug, is_near):
    assert found(text) == ([slug] if slug else [], is_near)


def test_without_tone_marks_whatever_sounds_alike_is_found(programme):
    assert sorted(found("ขาว")[0]) == ["news", "rice"]


def test_a_kind_of_activity_is_found_by_its_name_with_what_is_called_so(programme):
    assert sorted(found("volunteer")[0]) == ["camp", "forest", "interview"]
    assert sorted(found("volunteering")[0]) == ["camp", "forest", "interview"]
    assert sorted(found("อาสาสมัคร")[0]) == ["forest", "interview"]


def test_a_blank_text_asks_for_nothing(programme):
    assert len(found("")[0]) == len(found(" \n\t ")[0]) == len(PROGRAMME)


def test_summaries_and_for_whom_are_searched_in_both_languages(edition):
    session = SessionFactory(
        activity=ActivityFactory(
            summary_th="เย็บกระเป๋า", summary_en="Sewing", for_whom_th="ครอบครัว", for_whom_en="Families"
        )
    )

    for text in ("กระเป๋า", "sewing", "ครอบครัว", "families", "กะเป๋า", "sewnig"):
        assert list(Session.objects.matching(text)) == [session], text


def test_hosts_zones_and_places_are_searched_and_may_be_mixed(edition):
    host = OrganizationFactory(name_th="มูลนิธิรักษ์ป่า", name_en="Friends of the Forest")
    zone = ZoneFactory(name_th="โซนป่าไม้", name_en="Woods")
    place = PlaceFactory(zone=zone, name_th="ลานใต้ชายคา", name_en="Shady Yard")
    activity = ActivityFactory(zone=zone, hosts=[host, OrganizationFactory()], name_th="นิทาน", name_en="Stories")
    session = SessionFactory(activity=activity, place=place)
    SessionFactory()

    for text in ("รักษ์ป่า", "ป่าไม้ นิทาน", "woods", "ชายคา", "ไต้ชายคา นิทาน", "shady stories", "freinds", "shaddy"):
        assert list(Session.objects.matching(text)) == [session], text
    assert not Session.objects.matching("woods football")


def test_a_host_that_fits_twice_shows_a_session_once(edition):
    hosts = [OrganizationFactory(name_th=f"มูลนิธิป่า {number}") for number in range(3)]
    SessionFactory(activity=ActivityFactory(hosts=hosts))

    assert Session.objects.matching("มูลนิธิ").count() == 1


def test_what_is_found_is_narrowed_further_and_stays_in_the_order_of_time(programme):
    sessions = Session.objects.of(programme).for_programme().matching("อาสา")

    assert [row.activity.slug for row in sessions] == ["interview", "forest", "camp"]
    assert [row.activity.slug for row in sessions.of_kind("exhibition")] == ["camp"]


def test_slips_are_looked_for_among_the_sessions_asked_for_alone(programme):
    ActivityFactory(name_th="สิ่งแวดลม", slug="other")

    assert not Session.objects.of_kind("game").matching("สิ่งแวดลม")


def test_the_same_number_of_questions_for_one_as_for_many(programme):
    def questions(text):
        with CaptureQueriesContext(connection) as captured:
            list(Session.objects.matching(text).for_programme())
        return len(captured)

    few = [questions(text) for text in ("อาสา", "สิ่งแวดลม", "ฟุตบอลโลก")]
    for number in range(20):
        SessionFactory(activity=ActivityFactory(name_th=f"อาสาดับไฟป่า {number}", hosts=[OrganizationFactory()]))

    assert [questions(text) for text in ("อาสา", "สิ่งแวดลม", "ฟุตบอลโลก")] == few
    assert max(few) <= 10
    assert questions("🙏") == 0


@pytest.mark.parametrize(
    "text", ["ก" * 10_000, "กข " * 5_000, "a" * 10_000, "🙏" * 10_000, "\ud800\udfff\x00", "%" * 10_000, "์" * 5000]
)
def test_absurd_texts_are_answered_at_once(programme, text):
    began = time.process_time()
    list(Session.objects.matching(text))
    list(Organization.objects.matching(text))

    assert time.process_time() - began < 1


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("ราชพฤก", "มูลนิธิสถาบันราชพฤกษ์"),
        ("ราชพฤกษ์", "มูลนิธิสถาบันราชพฤกษ์"),
        ("rajapuk", "มูลนิธิสถาบันราชพฤกษ์"),
        ("เซ็นทรัน", "บมจ.เซ็นทรัลพัฒนา"),
        ("เซนทรัล พัฒนา", "บมจ.เซ็นทรัลพัฒนา"),
        ("central", "บมจ.เซ็นทรัลพัฒนา"),
        ("unhrc", "สำนักงานข้าหลวงใหญ่ผู้ลี้ภัย"),
        ("ฟู๊ด ฟอ กู้ด", "ฟู้ดฟอร์กู๊ด"),
        ("food4good", None),
        ("🙏", None),
    ],
)
def test_organizations_are_found_as_tolerantly(text, name):
    for thai, english in (
        ("มูลนิธิสถาบันราชพฤกษ์", "Rajapruk Institute Foundation"),
        ("บมจ.เซ็นทรัลพัฒนา", "Central Pattana PCL"),
        ("สำนักงานข้าหลวงใหญ่ผู้ลี้ภัย", "UNHCR"),
        ("ฟู้ดฟอร์กู๊ด", "Food For Good"),
    ):
        OrganizationFactory(name_th=thai, name_en=english)

    assert [row.name_th for row in Organization.objects.matching(text)] == ([name] if name else [])


def test_a_blank_text_keeps_all_organizations():
    OrganizationFactory.create_batch(2)

    assert Organization.objects.matching(" ").count() == 2


#: Words of things that the sample programme of 2019 knows nothing of.
ELSEWHERE = """
    ฟุตบอล หมากรุก โยคะ ดำน้ำ เบเกอรี่ หุ่นยนต์ จักรวาล บิตคอยน์ ไดโนเสาร์ มวยไทย พระพุทธศาสนา รถไฟฟ้า ภาษาจีน คอนเสิร์ต
    ตกปลา ภาพยนตร์ ฟิสิกส์ โหราศาสตร์ อสังหาริมทรัพย์ คลินิก football crypto yoga swimming robots
"""


def test_in_a_whole_programme_what_is_not_there_is_not_made_up():
    document = yaml.safe_load(Path("goodsociety/operations/editions/2019.yaml").read_text())
    keys = [
        key_of(row["name_th"], row["name_en"], row["summary_th"], row["summary_en"])
        for row in document["sample"]["activities"]
    ]

    made_up = {
        word: words[0].nearness.name
        for word in ELSEWHERE.split()
        for words in attempts(word)
        if any(all(one.is_in(key) for one in words) for key in keys)
    }

    assert len(keys) > 100
    assert made_up == {}
    assert {words[0].nearness for words in attempts("สวัสดีชาวโลก")} == set(Nearness)


def test_the_programme_says_where_only_the_nearest_was_found(client, programme):
    path = f"/en/{programme.year}/programme/"
    sentence = "Nothing is called exactly that. These come nearest."

    assert sentence in text_of(client.get(path, {"q": "enviroment"}))
    assert sentence not in text_of(client.get(path, {"q": "environment"}))
    assert sentence not in text_of(client.get(path, {"q": "football"}))
    assert sentence not in text_of(client.get(path))
