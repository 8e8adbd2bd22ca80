"""Loading an edition: all of the file, once, and nothing else."""

import pytest
from django.core.management import CommandError
from django.test import override_settings

from activities.models import Activity, Session, State
from goodsociety.common.models import AuditEntry
from goodsociety.common.thai import sort_key
from organizations.models import MediaCoverage, Organization, Participation
from reports.models import PublishedFigure
from tests import factories as make
from tests.operations.edition_files import UNCHANGED, drop, load, organization, put, small, written
from tests.tables import everything, row_counts
from volunteers.models import Shift
from zones.models import Edition, Place, Zone

pytestmark = pytest.mark.django_db


@pytest.fixture
def path(tmp_path):
    """Return the path of a small file."""
    return written(tmp_path, small())


# The files that come with the project.


@pytest.mark.parametrize(("year", "zones", "figures"), [(2017, 5, 1), (2018, 5, 6), (2020, 0, 0)])
@pytest.mark.parametrize("options", [(), ("--facts-only",)])
def test_shipped_editions_of_facts_alone(year, zones, figures, options):
    said = load(f"{year}.yaml", *options)
    assert "editions: 1 added" in said
    edition = Edition.objects.get()
    assert (edition.year, edition.has_sample_rows, edition.is_sample) == (year, False, False)
    assert (edition.zones.count(), edition.published_figures.count()) == (zones, figures)
    assert set(row_counts()) <= {"zones.Edition", "zones.Zone", "reports.PublishedFigure", "common.AuditEntry"}
    before = everything()
    assert UNCHANGED in load(f"{year}.yaml", *options)
    assert everything() == before


def test_the_facts_of_2019_alone():
    load("2019.yaml", "--facts-only")
    assert row_counts() == {
        "zones.Edition": 1,
        "zones.Zone": 5,
        "organizations.Organization": 17,
        "organizations.Participation": 17,
        "reports.PublishedFigure": 10,
        "common.AuditEntry": 1,
    }
    edition = Edition.objects.get()
    assert not edition.has_sample_rows
    assert not Zone.objects.exclude(area_sqm=None).exists()
    assert not Organization.objects.filter(is_sample=True).exists()
    before = everything()
    assert UNCHANGED in load("2019.yaml", "--facts-only")
    assert everything() == before


def test_2019_dry_changes_nothing():
    before = everything()
    said = load("2019.yaml", "--dry-run")
    assert said.startswith("Dry run: nothing was changed. Loading would do this:\n")
    assert "sessions: 327 added, 0 changed, 0 unchanged" in said
    assert everything() == before
    assert not any(before.values())


def test_production_loads_facts_alone(path):
    with override_settings(IS_PRODUCTION=True):
        load(path)
        assert not Place.objects.exists()
        load(path, "--with-sample")
    assert Place.objects.count() == 3


def test_two_wishes_that_contradict(path):
    with pytest.raises(CommandError):
        load(path, "--with-sample", "--facts-only")


# What a small file makes.


def test_every_part_of_a_file_is_written(path):
    load(path)
    edition = Edition.objects.get()
    assert (edition.year, edition.status, edition.name_en) == (2027, "open", "Good Society Expo 2027")
    education, health = edition.zones.all()
    assert (education.slug, education.area_sqm, education.is_area_sample) == ("education", 300, True)
    assert (health.area_sqm, health.is_area_sample, health.order) == (None, False, 2)
    assert Place.objects.get(slug="square").zone is None
    activity = Activity.objects.get(slug="repair-cafe")
    assert [host.slug for host in activity.hosts.all()] == ["lantern-foundation"]
    assert [way.way for way in activity.ways.all()] == ["daily"]
    assert [row.feature for row in activity.access.all()] == ["step_free", "captions"]
    assert (activity.language, activity.minimum_age, activity.maximum_age) == ("both", 7, 12)
    assert (activity.for_whom_th, activity.for_whom_en) == ("ทุกคนที่มีของพัง", "")
    first, second = activity.sessions.all()
    assert first.starts_at.isoformat() == "2027-10-07T03:00:00+00:00"
    assert (second.starts_at - first.ends_at).total_seconds() == 2 * 3600
    assert (first.entry, first.capacity, first.place.slug) == ("registration", 15, "stage")
    assert [(shift.starts_at.day, shift.capacity) for shift in Shift.objects.all()] == [(7, 4), (7, 4), (8, 4)]
    assert PublishedFigure.objects.get().value == 12


def test_a_loading_is_in_the_audit_log_when_it_changed_something(path):
    load(path)
    load(path)
    load(path, "--dry-run")
    entry = AuditEntry.objects.get(verb="load_edition")
    assert entry.actor == "system"
    assert entry.subject_key == Edition.objects.get().pk
    assert entry.numbers["changed"] == 0
    not_counted = row_counts()["common.AuditEntry"] + 2 * len(("host", "way", "step_free", "captions"))
    assert entry.numbers["added"] == sum(row_counts().values()) - not_counted


# A second loading.


@pytest.mark.parametrize(
    ("model", "find", "change", "named"),
    [
        (Edition, {}, {"name_en": "Fair"}, "edition “Good Society Expo 2027” (name_en)"),
        (Edition, {}, {"status": "draft"}, "(status)"),
        (Zone, {"slug": "health"}, {"colour": "#123456", "order": 9}, "zone “Health” (colour, order)"),
        (Organization, {"slug": "river-daily"}, {"name_th": "ข่าว"}, "organization “องค์กร river-daily” (name_th)"),
        (Participation, {"part": "media"}, {"link": "https://example.org"}, "(link)"),
        (PublishedFigure, {}, {"value": 13}, "published figure"),
        (Place, {"slug": "room"}, {"capacity": 30}, "place “ห้อง” (capacity)"),
        (Place, {"slug": "room"}, {"zone": None}, "place “ห้อง” (zone_id)"),
        (Activity, {"slug": "first-aid"}, {"kind": "talk"}, "activity “กิจกรรม first-aid” (kind)"),
        (Session, {"capacity": 15}, {"capacity": 14}, "session “กิจกรรม"),
        (Shift, {"capacity": 4}, {"capacity": 5}, "shift “ต้อนรับ"),
        (MediaCoverage, {}, {"title_en": "Well"}, "media coverage"),
    ],
)
def test_a_later_edit_is_brought_back(path, model, find, change, named):
    load(path)
    before = everything()
    row = model.objects.filter(**find).first()
    model.objects.filter(pk=row.pk).update(**change)
    edited = everything()
    dry = load(path, "--dry-run")
    assert everything() == edited
    said = load(path)
    assert "1 changed" in said
    assert named in said
    assert dry.endswith(said)
    assert content(everything()) == content(before)
    assert UNCHANGED in load(path)


def content(tables):
    """Leave out the audit log, in which each loading has an entry, and the version that each loading moves."""
    column = [field.attname for field in Edition._meta.concrete_fields].index("content_version")
    editions = [row[:column] + row[column + 1 :] for row in tables["zones.Edition"]]
    return {label: rows for label, rows in tables.items() if label != "common.AuditEntry"} | {"zones.Edition": editions}


def test_a_name_that_is_brought_back_is_sorted_anew(path):
    load(path)
    Organization.objects.filter(slug="river-daily").update(name_th="ฮ", sort_key="ฮ")
    load(path)
    assert Organization.objects.get(slug="river-daily").sort_key == sort_key("องค์กร river-daily")


def test_who_can_come_is_brought_back_too(path):
    load(path)
    activity = Activity.objects.get(slug="repair-cafe")
    activity.access.all().delete()
    activity.access.create(feature="quiet")
    Activity.objects.filter(pk=activity.pk).update(language="en", minimum_age=None, for_whom_th="")
    said = load(path)
    assert "(for_whom_th, language, minimum_age, access)" in said
    activity.refresh_from_db()
    assert (activity.language, activity.minimum_age, activity.for_whom_th) == ("both", 7, "ทุกคนที่มีของพัง")
    assert [row.feature for row in activity.access.all()] == ["step_free", "captions"]
    assert UNCHANGED in load(path)


def test_a_file_that_says_nothing_of_who_can_come(tmp_path):
    document = small()
    for key in ("language", "minimum_age", "maximum_age", "access", "for_whom_th"):
        drop(document, f"sample.activities[0].{key}")
    load(written(tmp_path, document))
    activity = Activity.objects.get(slug="repair-cafe")
    assert (activity.language, activity.minimum_age, activity.maximum_age, activity.for_whom) == ("th", None, None, "")
    assert not activity.access.exists()


def test_hosts_and_ways_are_brought_back(path):
    load(path)
    activity = Activity.objects.get(slug="repair-cafe")
    activity.hosts.add(make.OrganizationFactory())
    activity.ways.all().delete()
    activity.ways.create(way="donate")
    said = load(path)
    assert "activities: 0 added, 1 changed, 1 unchanged" in said
    assert "(hosts, ways)" in said
    assert [host.slug for host in activity.hosts.all()] == ["lantern-foundation"]
    assert [way.way for way in activity.ways.all()] == ["daily"]
    assert UNCHANGED in load(path)


@pytest.mark.parametrize("change", [{"hours": 2}, {"place": "square"}])
def test_a_session_that_was_moved_is_brought_back_and_not_doubled(path, change):
    load(path)
    session = Session.objects.filter(activity__slug="repair-cafe").first()
    code, starts_at = session.code, session.starts_at
    if "place" in change:
        session.place = Place.objects.get(slug="square")
    else:
        session.starts_at = session.ends_at
        session.ends_at += session.ends_at - starts_at
    session.save()
    assert "sessions: 0 added, 1 changed, 3 unchanged" in load(path)
    session.refresh_from_db()
    assert (session.code, session.starts_at, session.place.slug) == (code, starts_at, "stage")
    assert Session.objects.count() == 4


def test_a_shift_that_was_moved_is_brought_back_and_not_doubled(path):
    load(path)
    shift = Shift.objects.first()
    Shift.objects.filter(pk=shift.pk).update(starts_at=shift.starts_at.replace(hour=1))
    assert "shifts: 0 added, 1 changed, 2 unchanged" in load(path)
    assert Shift.objects.get(pk=shift.pk).starts_at == shift.starts_at


def test_rows_that_the_file_does_not_name_stay(path, tmp_path):
    load(path)
    own = make.SessionFactory(activity=Activity.objects.get(slug="repair-cafe"), place=Place.objects.get(slug="room"))
    document = drop(small(), "sample.activities[1]")
    del document["sample"]["activities"][0]["sessions"][1]
    assert UNCHANGED in load(written(tmp_path, document))
    assert Session.objects.filter(pk=own.pk).exists()
    assert Session.objects.count() == 5


def test_what_is_not_in_the_file_is_not_brought_back(path):
    """A file says nothing of the state: a session that was cancelled is not released again."""
    load(path)
    Session.objects.update(state=State.CANCELLED)
    assert UNCHANGED in load(path)
    assert set(Session.objects.values_list("state", flat=True)) == {State.CANCELLED}


def test_a_longer_file_adds_what_is_new(path, tmp_path):
    load(path)
    document = small()
    document["organizations"].append(organization("hill-school", kind="school"))
    said = load(written(tmp_path, document))
    assert "organizations: 1 added, 0 changed, 2 unchanged" in said
    assert "participations: 1 added, 0 changed, 2 unchanged" in said


def test_a_buddhist_year_is_the_same_edition(path, tmp_path):
    load(path)
    document = put(put(small(), "edition.year", 2570), "edition.starts_on", "2570-10-07")
    assert UNCHANGED in load(written(tmp_path, document))
