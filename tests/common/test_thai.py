"""What a text is found by: in the ways people type and misspell Thai, and Latin letters among them."""

import io

import pytest
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from goodsociety.common.folding import as_heard, as_typed, folded, key_of
from goodsociety.common.searching import LONGEST, Nearness, attempts, fewest_slips
from organizations.models import Organization
from tests.factories import ActivityFactory, OrganizationFactory

#: Pairs that are the same to somebody who types.
SAME_AS_TYPED = [
    ("น้ำใจ", "น\u0e4d\u0e49าใจ"),  # SARA AM in two characters, the tone mark behind the first
    ("น้ำใจ", "น\u0e49\u0e4dาใจ"),
    ("แยกขยะ", "เเยกขยะ"),  # twice SARA E for SARA AE
    ("ที่นี่", "ท\u0e48\u0e35น\u0e48\u0e35"),  # the tone mark typed before the vowel
    ("คนไทย", "คน ไทย"),
    ("คนไทย", "คน\u200bไทย"),
    ("ตรง ๆ", "ตรง"),
    ("กรุงเทพฯ", "กรุงเทพ"),
    ("๖๐ วินาที", "60วินาที"),
    ("Café", "cafe"),
    ("CAFE\u0301", "cafe"),
    ("\uff37\uff2f\uff32\uff2bshop", "workshop"),  # of full width
    ("children’s books", "Childrens Books"),
    ("food-bank", "Food Bank"),
    ("PM2.5", "pm25"),
    ("«ขยะ»!", "ขยะ"),
    ("ดีีี", "ดี"),
    ("น้้ำ", "น้ำ"),
]
#: Pairs that sound the same.
SAME_AS_HEARD = [
    ("เวิร์กช็อป", "เวิร์กชอป"),
    ("สิ่งแวดล้อม", "สิงแวดลอม"),
    ("รีไซเคิล", "รีไซเคิ้ล"),
    ("โอกาส", "โอกาศ"),
    ("ประมาณ", "ประมาน"),
    ("กฎหมาย", "กฏหมาย"),
    ("ใส่ใจ", "ไส่ไจ"),
    ("พัฒนา", "พัทนา"),
]
#: Pairs that must be told apart: different words that are one letter or sound away.
DIFFERENT = [
    ("ซื้อ", "สื่อ"),
    ("รัก", "ลัก"),
    ("ดี", "ตี"),
    ("การ", "คาร"),
    ("กรรม", "กรม"),
    ("ออก", "อก"),
    ("100", "1000"),
    ("good", "god"),
]


@pytest.mark.parametrize(("one", "other"), SAME_AS_TYPED)
def test_what_nobody_means_when_typing_makes_no_difference(one, other):
    assert as_typed(one) == as_typed(other) != ""


@pytest.mark.parametrize(("one", "other"), SAME_AS_HEARD)
def test_what_sounds_the_same_is_the_same(one, other):
    assert as_typed(one) != as_typed(other)
    assert folded(one) == folded(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_words_stay_different(one, other):
    assert folded(one) != folded(other)


def test_tone_marks_count_as_typed_only():
    assert as_typed("ข่าว") != as_typed("ข้าว")
    assert folded("ข่าว") == folded("ข้าว") == "ขาว"


def test_a_silent_consonant_is_heard_with_and_without():
    assert as_heard("สัมภาษณ์") == ("สัมพาสน", "สัมพาส")
    assert as_heard("พันธุ์ไม้") == ("พันทุไม", "พันไม")
    assert as_heard("คนไทย") == ("คนไทย",)


def test_words_in_latin_letters_keep_their_beginnings_and_thai_has_none():
    assert as_typed("ห้อง Good  Society ของเรา") == "ห้อง good societyของเรา"


@pytest.mark.parametrize("nothing", ["", "   ", "🙏🙏", "!?…—", "\u200b\u200d\ufeff", "์่้", "_", "\ud800"])
def test_signs_alone_ask_for_nothing(nothing):
    assert as_typed(nothing).strip("่้์") == ""
    assert list(attempts(nothing)) == [] or as_typed(nothing)


@given(st.text())
def test_any_text_can_be_folded_and_stored(text):
    for made in (as_typed(text), folded(text), *as_heard(text), key_of(text)):
        made.encode()
        assert "\x00" not in made


@given(st.text(alphabet="กขงสศษนณรคไใเแะาิุ่้๊๋์็ํำๆ 1๑aé", max_size=30))
def test_folding_what_is_folded_changes_nothing(text):
    once = as_typed(text)
    assert as_typed(once) == once
    assert folded(folded(text)) == folded(text)


#: No Thai word begins with a mark.
WORDS = st.lists(st.text(alphabet="กขสศนรคไเแะาิุ่้์aéB1-", max_size=8).map("ก{}".format), min_size=1, max_size=4)


@given(WORDS, WORDS)
def test_a_text_is_found_in_itself(words, beside):
    key = key_of(" ".join([*beside, *words]))

    assert all(asked.is_in(key) for asked in next(attempts(" ".join(words))))


@pytest.mark.parametrize(
    ("word", "text", "slips"),
    [
        ("abcd", "xxabcdxx", 0),
        ("abcd", "xxabdcxx", 1),
        ("abcd", "xxabxdxx", 1),
        ("abcd", "xxabdxx", 1),
        ("abcd", "xxabxcdxx", 1),
        ("abcd", "", 4),
        ("abcd", "dcba", 3),
    ],
)
def test_slips_are_counted_in_the_likest_part_of_a_text(word, text, slips):
    assert fewest_slips(word, text) == slips


def test_slips_are_counted_in_the_whole_of_a_word():
    assert fewest_slips("tree", "trees", whole=True) == 1
    assert fewest_slips("tree", "treasure", whole=True) == 4


def test_ways_to_find_become_more_lenient_one_by_one():
    ways = list(attempts("ข่าว ขยะ"))

    assert ways[0][0].readings == ("ข่าว",)
    assert ways[1][0].readings == ("ขาว",)
    assert [words[0].nearness for words in ways] == sorted(words[0].nearness for words in ways)
    assert ways[-1][0].nearness == Nearness.IN_PIECES


def test_a_text_of_ten_thousand_characters_is_cut():
    assert all(len(words) <= 8 for words in attempts("ก ข ค " * 2000))
    longest = max(len(reading) for words in attempts("กข" * 5000) for word in words for reading in word.readings)
    assert longest <= LONGEST


@pytest.mark.django_db
def test_keys_follow_the_names_of_a_row():
    organization = OrganizationFactory(name_th="น้ำใจ", name_en="Kindness")
    assert organization.search_key == key_of("น้ำใจ", "Kindness")

    organization.name_th = "ปันกัน"
    organization.save()

    assert Organization.objects.get().search_key == key_of("ปันกัน", "Kindness")


@pytest.mark.django_db
def test_rows_written_together_have_keys():
    made = OrganizationFactory.build_batch(2)
    Organization.objects.bulk_create(made)

    assert {row.search_key for row in Organization.objects.all()} == {key_of(row.name_th, row.name_en) for row in made}


@pytest.mark.django_db
def test_keys_that_are_out_of_date_are_written_anew_by_a_command(edition):
    kept, renamed = ActivityFactory(), ActivityFactory()
    type(renamed).objects.filter(pk=renamed.pk).update(name_th="ปลูกป่า", search_key="", sort_key="")
    said = io.StringIO()

    call_command("write_keys", stdout=said)

    renamed.refresh_from_db()
    assert "ปลูกปา" in renamed.search_key
    assert renamed.sort_key == "ปลูกปา \u0e48"
    assert said.getvalue().strip().endswith(": 1")
    assert kept.search_key == type(kept).objects.get(pk=kept.pk).search_key
