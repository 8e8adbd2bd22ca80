"""Acts on shifts, one or many: asked first, then foreseen in words, then done once, under the rules."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.utils import timezone

from goodsociety.common.models import AuditEntry, Outbox
from goodsociety.operations.invariants import findings
from tests import factories as make
from tests.admin.pages import errors, messages_of, send
from tests.admin.rows import page
from tests.admin.test_acts import ask
from tests.admin.test_acts import do as do_to_all
from tests.admin.test_session_acts import do, look, words
from volunteers.models import Duty, Shift, ShiftChange, SignUp

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
HOUR = dt.timedelta(hours=1)
ACTS = ("release", "move", "capacity", "place", "withdraw", "cancel")
BULK = ("release", "settle", "call_off")
#: Somebody who is placed by hand.
MALEE = {
    "name": "มาลี รักดี", "email": "Malee@Example.org", "phone": "", "language": "th", "born_on": "", "is_of_age": "on",
    "guardian_name": "", "guardian_email": "", "party_size": "1", "organization": "", "reason": "ไม่มีใครแทน",
}  # fmt: skip


@pytest.fixture(autouse=True)
def counters_are_true(db):
    """Recount everything afterwards."""
    yield
    assert list(findings()) == []


@pytest.fixture
def shift(edition):
    """A shift of two, one of them there, with one offered and one who waits."""
    shift = make.ShiftFactory(capacity=2)
    make.SignUpFactory(shift=shift)
    make.SignUpFactory(shift=shift, status="waiting")
    return read(shift)


def read(row):
    """Return a row as it is now."""
    return type(row).objects.get(pk=row.pk)


def moments(shift, hours):
    """Return the fields of a move by so many hours, in the Buddhist Era."""
    start = timezone.localtime(shift.starts_at + hours * HOUR)
    return {"place": "", "starts_at_0": f"{start.year + 543}-{start:%m-%d}", "starts_at_1": f"{start:%H:%M}"}


# Who may


@pytest.mark.parametrize("act", ACTS)
def test_who_may_not_change_a_shift_does_nothing_to_it(act, shift, may):
    address = page(Shift, act, shift.pk)
    assert Client().get(address).status_code == 302
    for browser in (may(), may("view_shift")):
        assert browser.get(address).status_code == 403
        assert browser.post(address, {"confirmed": "1", "seen": "", "capacity": "9"}).status_code == 403
    assert may("change_shift").get(address).status_code == 200
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize("act", BULK)
def test_who_may_only_look_does_nothing_to_many(act, shift, may):
    browser = may("view_shift")
    assert f'value="{act}"' not in browser.get(page(Shift, "changelist")).content.decode()
    ask(browser, Shift, act, [shift], confirmed="1")
    assert ask(may(), Shift, act, [shift], confirmed="1").status_code == 403
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("key", ["999999", "abc", "9" * 40])
def test_what_is_no_shift_is_not_found(act, key, organiser):
    assert organiser.get(page(Shift, act, key)).status_code == 404


def test_buttons_are_there_for_whoever_may_use_them(shift, organiser, may):
    address = page(Shift, "change", shift.pk)
    shown = organiser.get(address).content.decode()
    assert [page(Shift, act, shift.pk) in shown for act in ACTS] == [False, True, True, True, False, True]
    assert f"?shift__id__exact={shift.pk}" in shown
    assert page(Shift, "move", shift.pk) not in may("view_shift").get(address).content.decode()


# Released, and a draft again


def test_a_draft_is_released_after_what_is_odd_was_told(edition, organiser):
    shift = make.ShiftFactory(state="draft", needed=2)
    shown = words(look(organiser, shift, "release"))
    assert "It takes 5 volunteers, at least 2 are needed." in shown
    assert "It has no briefing in Thai yet." in shown
    assert "Nobody is named whom volunteers can ask." in shown
    assert "has begun" not in shown
    do(organiser, shift, "release")
    assert read(shift).state == "released"
    assert "Only a draft can be released." in words(organiser.get(page(Shift, "release", shift.pk)))
    do(organiser, shift, "withdraw")
    assert read(shift).state == "draft"


def test_a_shift_with_people_is_no_draft_again(shift, organiser):
    said = words(organiser.get(page(Shift, "withdraw", shift.pk)))
    assert "Somebody has signed up: call it off, and they are told." in said


def test_drafts_are_released_together_and_others_named(edition, organiser):
    drafts = make.ShiftFactory.create_batch(2, state="draft")
    released = make.ShiftFactory()
    asked = words(ask(organiser, Shift, "release", [*drafts, released]))
    assert "2 shifts with 10 places are released." in asked
    assert "1 of the chosen ones is at another step and stays as it is." in asked
    said = do_to_all(organiser, Shift, "release", [*drafts, released])
    assert said.startswith("Done for 2 rows.")
    assert str(released) in said
    assert {row.state for row in Shift.objects.all()} == {"released"}


# It moves


def test_it_moves_with_everybody_in_it_and_the_link_undoes_it(shift, organiser):
    shown = words(look(organiser, shift, "move", **moments(shift, 2)))
    assert "Until now: Wednesday 2 December 2026 09:30–13:30" in shown
    assert "From then on: Wednesday 2 December 2026 11:30–15:30" in shown
    assert "2 sign-ups are concerned (2 people): on the waiting list 1, confirmed 1" in shown
    assert "2 get a mail, at 2 November 2026 12:10" in shown
    said = messages_of(organiser, do(organiser, shift, "move", **moments(shift, 2)))
    link = re.search(r'href="([^"]+\?undo=\d+)"', said)[1]
    assert 'value="09:30:00"' in organiser.get(link).content.decode()
    assert read(shift).starts_at == shift.starts_at + 2 * HOUR
    assert ShiftChange.objects.untold().count() == 1
    assert "People are told at" in words(organiser.get(page(Shift, "change", shift.pk)))


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"starts_at_0": "2019-10-10"}, "Choose a time that lies ahead."),
        ({"starts_at_0": ""}, "This field is required"),
        ({"ends_at_0": "2026-12-01", "ends_at_1": "10:00"}, "end must be later than the start"),
        ({"starts_at_0": "1776-01-01"}, "neither a Buddhist Era year"),
        ({"starts_at_1": "09:30"}, "That is where and when it is already."),
        ({"place": "999999"}, "Select a valid choice"),
    ],
)
def test_a_move_that_makes_no_sense_is_refused_in_words(typed, sentence, shift, organiser):
    answer = look(organiser, shift, "move", **{**moments(shift, 2), **typed})
    assert sentence.lower() in words(answer).lower()
    assert answer.context["foreseen"] is None


@pytest.mark.parametrize("undo", ["", "x", "9" * 50, "-1"])
def test_an_undo_of_nothing_begins_with_what_is(undo, shift, organiser):
    for act in ("move", "capacity"):
        assert organiser.get(page(Shift, act, shift.pk), {"undo": undo}).status_code == 200


# It takes more or fewer


def test_more_places_go_to_those_who_wait(shift, organiser):
    make.SignUpFactory(shift=shift, status="offered")
    waiting = SignUp.objects.waiting().get()
    shown = words(look(organiser, shift, "capacity", capacity="3"))
    assert "It takes 2 now and will take 3." in shown
    assert f"1 party that waits is offered places at once, by mail: {waiting.reference}" in shown
    do(organiser, shift, "capacity", capacity="3")
    assert (read(shift).capacity, read(waiting).status) == (3, "offered")


def test_fewer_than_are_in_is_refused_with_who_is_over(edition, organiser):
    shift = make.ShiftFactory(capacity=2)
    row = make.SignUpFactory.create_batch(2, shift=shift)[1]
    for answer in (
        look(organiser, shift, "capacity", capacity="1"),
        send(organiser, page(Shift, "change", shift.pk), capacity="1"),
    ):
        said = words(answer)
        assert "2 places are taken or kept, more than 1." in said
        assert row.reference in said
    assert read(shift).capacity == 2


def test_a_capacity_typed_on_the_shifts_or_the_dutys_page_goes_to_those_who_wait(edition, organiser):
    first, second = make.ShiftFactory(capacity=1), make.ShiftFactory(capacity=1)
    for shift in (first, second):
        make.SignUpFactory(shift=shift)
        make.SignUpFactory(shift=shift, status="waiting")
    assert errors(send(organiser, page(Shift, "change", first.pk), capacity="2", needed="2")) == ""
    assert errors(send(organiser, page(Duty, "change", second.duty_id), **{"shifts-0-capacity": "2"})) == ""
    assert set(SignUp.objects.values_list("status", flat=True)) == {"confirmed", "offered"}
    assert (read(first).needed, read(first).capacity) == (2, 2)


def test_times_of_a_shift_with_people_are_changed_where_they_are_told(shift, organiser):
    answer = send(organiser, page(Shift, "change", shift.pk), starts_at_1="10:00")
    assert "People hold seats here and would not be told of this change." in words(answer)
    assert page(Shift, "move", shift.pk) in answer.content.decode()
    assert read(shift).starts_at == shift.starts_at


def test_a_new_shift_is_a_draft_whatever_is_sent(edition, organiser):
    duty = make.DutyFactory()
    typed = {
        "duty": duty.pk, "starts_at_0": "2569-12-02", "starts_at_1": "10.00", "ends_at_0": "2569-12-02",
        "ends_at_1": "12:00", "capacity": "3", "state": "released",
    }  # fmt: skip
    assert errors(send(organiser, page(Shift, "add"), **typed)) == ""
    assert Shift.objects.get().state == "draft"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"ends_at_1": "08:00"}, "The end must be later than the start."),
        ({"needed": "9"}, "A shift cannot need more volunteers than it takes."),
        ({"closes_at_0": "2026-12-03", "closes_at_1": "10:00"}, "Sign-up must close before the shift ends."),
        ({"capacity": ""}, "A shift needs a capacity"),
    ],
)
def test_a_shift_that_makes_no_sense_is_refused_in_words(typed, sentence, edition, organiser):
    shift = make.ShiftFactory()
    assert sentence in errors(send(organiser, page(Shift, "change", shift.pk), **typed))


# Somebody is placed in it


def test_somebody_is_placed_with_a_reason_and_the_rules_set_aside_are_named(edition, organiser):
    shift, other = make.ShiftFactory(), make.ShiftFactory()
    make.SignUpFactory(person__email="malee@example.org", shift=other)
    shown = words(look(organiser, shift, "place", **MALEE))
    assert "มาลี รักดี (malee@example.org) gets 1 places here" in shown
    assert "set aside, for the reason that you wrote: This contact has already promised to be somewhere else" in shown
    answer = do(organiser, shift, "place", **MALEE)
    row = SignUp.objects.get(override_reason=MALEE["reason"])
    assert row.reference in messages_of(organiser, answer)
    said = words(organiser.get(page(SignUp, "change", row.pk)))
    assert "another promise at that time" in said
    assert MALEE["reason"] in said


def test_what_is_free_goes_to_those_who_wait_before_anybody_is_placed(shift, organiser):
    assert "0 of 2 places are free, after what is offered" in words(look(organiser, shift, "place", **MALEE))
    assert "all the volunteers it needs" in words(do_or_look(organiser, shift, MALEE))


def test_nothing_is_set_aside_for_somebody_new(shift, organiser):
    assert "No rule stands against it" in words(look(organiser, shift, "place", **MALEE))


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"reason": ""}, "Please fill this in."),
        ({"email": "no"}, "Write an e-mail address"),
        ({"born_on": "1/1/2553", "is_of_age": ""}, "please give your guardian's name"),
        ({"born_on": "1/1/2600", "is_of_age": ""}, "The date of birth lies in the future."),
        ({"born_on": "1/1/2560", "is_of_age": ""}, "Volunteers must be 15 years old or more"),
        ({"is_of_age": ""}, "Please give your date of birth"),
        ({"party_size": "2"}, "One group can take 1 places in this shift."),
    ],
)
def test_placing_is_refused_in_words(typed, sentence, edition, organiser):
    shift = make.ShiftFactory()
    said = words(do_or_look(organiser, shift, {**MALEE, **typed}))
    assert sentence in said
    assert not SignUp.objects.exists()


def do_or_look(browser, shift, typed):
    """Confirm what was typed as far as that goes."""
    answer = look(browser, shift, "place", **typed)
    seen = answer.context["foreseen"]
    again = {**typed, "seen": seen.mark, "confirmed": "1"} if seen else None
    return browser.post(page(Shift, "place", shift.pk), again) if again else answer


def test_nobody_is_placed_in_a_full_shift(edition, organiser):
    shift = make.ShiftFactory(capacity=1)
    make.SignUpFactory(shift=shift)
    assert "all the volunteers it needs" in words(do_or_look(organiser, shift, MALEE))


# It is called off


def test_it_is_called_off_and_everybody_told(shift, organiser):
    rows = list(SignUp.objects.order_by("reference"))
    shown = words(look(organiser, shift, "cancel"))
    assert "2 sign-ups are concerned" in shown
    assert all(row.reference in shown for row in rows)
    assert "This cannot be undone." in shown
    said = messages_of(organiser, do(organiser, shift, "cancel"))
    assert said == "Called off. 2 mails are on their way."
    assert read(shift).state == "cancelled"
    assert Outbox.objects.filter(key__startswith="shift_cancelled:").count() == 2
    assert "This shift was called off." in words(organiser.get(page(Shift, "cancel", shift.pk)))


def test_shifts_are_called_off_together(shift, organiser):
    others = [make.ShiftFactory(), make.ShiftFactory(state="draft")]
    asked = words(ask(organiser, Shift, "call_off", [shift, *others]))
    assert "2 shifts are called off." in asked
    assert "2 sign-ups are concerned" in asked
    said = do_to_all(organiser, Shift, "call_off", [shift, *others])
    assert said.startswith("Done for 2 rows.")
    assert str(others[1]) in said


def test_free_places_are_offered_onward(shift, organiser):
    assert "1 party waits for a place." in words(ask(organiser, Shift, "settle", [shift]))
    assert do_to_all(organiser, Shift, "settle", [shift]) == "Done for 1 row."
    assert SignUp.objects.filter(status="offered").count() == 1


# The list


def test_the_list_shows_where_people_are_missing(edition, organiser):
    short, full = make.ShiftFactory(needed=2), make.ShiftFactory(capacity=1)
    make.SignUpFactory(shift=full)
    make.SignUpFactory(shift=full, status="waiting")
    old = make.ShiftFactory(duty__edition=make.EditionFactory(year=1999, status="over", starts_on=dt.date(1999, 1, 1)))
    found = {
        "people=short": {short}, "people=full": {full}, "people=waiting": {full}, "people=free": {short, old},
        "day=2026-12-02": {short, full}, "day=1999-01-01": {old}, f"duty__id__exact={full.duty_id}": {full},
    }  # fmt: skip
    for query, rows in found.items():
        shown = organiser.get(f"{page(Shift, 'changelist')}?{query}").context["cl"].queryset
        assert set(shown) == rows, query


@pytest.mark.parametrize("query", ["people=x", "day=x", "day=2019-99-99", "duty__id__exact=x"])
def test_a_filter_that_makes_no_sense_shows_everything(query, shift, organiser):
    make.ShiftFactory()
    answer = organiser.get(f"{page(Shift, 'changelist')}?{query}&duty__edition__id__exact={'9' * 30}")
    assert answer.status_code == 302
    assert answer.url.endswith("?e=1")


def test_filters_offer_what_belongs_to_the_edition_of_the_list(edition, organiser):
    here, _other = make.ShiftFactory(), make.ShiftFactory()
    make.ShiftFactory(duty__edition=make.EditionFactory(year=1999, status="over", starts_on=dt.date(1999, 1, 1)))
    address = page(Shift, "changelist")
    assert "day=1999-01-01" in organiser.get(address).content.decode()
    narrowed = organiser.get(f"{address}?duty__edition__id__exact={edition.pk}").content.decode()
    assert "day=1999-01-01" not in narrowed
    assert f"duty__id__exact={here.duty_id}" in narrowed
