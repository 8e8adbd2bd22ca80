"""A template filled by text alone says what the engine would have said."""

import datetime as dt

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from activities.timetable import as_rows
from activities.timetable.stencil import EDGE, Stencil, fill
from tests.factories import SessionFactory

pytestmark = pytest.mark.django_db
TEMPLATES = ["components/_session_row.html", "components/_session_line.html", "activities/_all_day_cell.html"]
NAMES = [
    "Plain",
    "<script>alert(1)</script>",
    "50 % off %s %(x)s {{ x }}",
    "\"quotes\" & 'more'",
    "น้ำใจ 🙏",
    f"{EDGE}code{EDGE}",
]


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("name", NAMES)
def test_a_filled_template_is_what_the_engine_makes_of_it(edition, now, template, name):
    session = SessionFactory(activity__name_th=name, place__name_th=name, is_sample=True)
    rows = as_rows([session], at=now)

    assert Stencil(template).filled(rows) == render_to_string(template, {"row": rows[0]}).strip()


def test_it_speaks_the_language_of_the_page(edition, now):
    session = SessionFactory(activity__name_th="ร้อยมาลัย", activity__name_en="Garlands")
    said = {}
    for language in ("th", "en", "th"):
        with translation.override(language):
            said[language] = fill(TEMPLATES[0], as_rows([session], at=now))

    assert "ร้อยมาลัย" in said["th"]
    assert "Garlands" in said["en"]


def test_a_row_says_its_day_only_where_the_list_does_not(edition, now):
    session = SessionFactory()
    row = render_to_string("components/session_row.html", {"session": session, "at": now})
    dated = render_to_string("components/session_row.html", {"session": session, "at": now, "with_day": True})
    zoned = render_to_string("components/session_row.html", {"session": session, "at": now, "in_zone": True})

    assert "ธันวาคม" not in row
    assert "วันพุธที่ 2 ธันวาคม" in dated
    assert session.activity.zone.name in row
    assert session.activity.zone.name not in zoned


def test_seats_are_exact_where_a_page_is_made_for_one_visitor(edition, now):
    session = SessionFactory(capacity=20, seats_taken=8, starts_at=now + dt.timedelta(days=1))

    def standing(**more):
        with translation.override("en"):
            return render_to_string("components/standing.html", {"session": session, "at": now, **more})

    assert "Places free" in standing()
    assert "12 places left" in standing(exact=True)
    session.seats_taken = 19
    assert "1 place left" in standing(exact=True)
    assert "Few places left" in standing()
    session.state = "cancelled"
    assert "Cancelled" in standing(exact=True)
