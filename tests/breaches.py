"""Rows that break a law of the database, each beside a row that is allowed."""

import datetime as dt

from goodsociety.common.models import IdempotencyKey
from tests import factories as make
from tests.breach import (
    CANCELLED_WITHOUT_MOMENT,
    DAY,
    HOUR,
    MOMENT,
    NO_LONGER_THAN_NOTHING,
    NOT_COMMON_ERA,
    TWICE,
    Breach,
    cases,
    later,
    same,
)
from tests.breaches_of_money import MONEY


def commitment():
    """Return the commitment of a registration."""
    return make.RegistrationFactory().person.commitments.get()


def way():
    """Return a way to take part that an activity opens."""
    return make.ActivityFactory(ways=["daily"]).ways.get()


def access():
    """Return what makes an activity accessible."""
    return make.ActivityFactory(access=["quiet"]).access.get()


def answer():
    """Return an answer already given."""
    return IdempotencyKey.objects.create(endpoint="here", key="key", digest="0" * 64, at=MOMENT)


def dayless_edition():
    """Return a draft whose days are not known yet."""
    return make.EditionFactory(year=2030, status="draft", starts_on=None, ends_on=None)


def draft_edition():
    """Return a draft with its days."""
    return make.EditionFactory(year=2030, status="draft")


def zone_appointment():
    """Return a role in one zone."""
    return make.AppointmentFactory(zone=make.ZoneFactory())


def zone_participation():
    """Return a part in one zone."""
    return make.ParticipationFactory(zone=make.ZoneFactory())


CASES: dict[str, list[Breach]] = {
    # goodsociety.common
    **cases(
        make.OutboxFactory,
        {
            "outbox_state_known": [{"state": "lost"}],
            "outbox_sent_has_moment": [{"state": "sent"}, {"sent_at": MOMENT}],
        },
    ),
    **cases(
        make.AuditEntryFactory,
        {
            "audit_actor_known": [{"actor": "robot"}],
            "audit_user_has_key": [{"actor": "user"}, {"actor_key": 1}],
        },
    ),
    **cases(answer, {"idempotency_key_once": TWICE}),
    # accounts
    **cases(
        make.PersonFactory,
        {
            "person_can_be_reached": [{"email": None}],
            "person_email_normal": [{"email": "Somchai@example.org"}],
            "person_phone_normal": [{"phone": "0812345678"}],
        },
    ),
    **cases(
        make.SignInCodeFactory,
        {
            "sign_in_code_email_normal": [{"email": "Somchai@example.org"}],
            "sign_in_code_few_tries": [{"tries": 6}],
        },
    ),
    **cases(make.UserFactory, {"user_email_normal": [{"email": "Staff@example.org"}]}),
    **cases(
        make.ConsentFactory,
        {
            "consent_purpose_known": [{"purpose": "marketing"}],
            "consent_given_once": TWICE,
            "consent_withdrawn_after_given": [{"withdrawn_at": later("given_at", -HOUR)}],
        },
    ),
    # zones
    **cases(
        make.EditionFactory,
        {
            "edition_status_known": [{"status": "soon"}],
            "edition_begins_in_its_year": [{"year": 2031}],
            "edition_open_has_days": [{"starts_on": None, "ends_on": None}],
            "edition_closes_after_opening": [{"closes_at": same("opens_at")}],
            "edition_cancelled_with_reason": [{"status": "cancelled"}],
        },
    ),
    **cases(dayless_edition, {"edition_year_common_era": [{"year": 2562}, {"year": 1899}, {"year": 2201}]}),
    **cases(
        draft_edition,
        {"edition_days_together": [{"starts_on": None}, {"ends_on": None}, {"ends_on": later("starts_on", -DAY)}]},
    ),
    **cases(
        make.ZoneFactory,
        {
            "zone_slug_once": TWICE,
            "zone_colour_hex": [{"colour": "red"}, {"colour": "#12345g"}, {"colour": ""}],
        },
    ),
    **cases(make.PlaceFactory, {"place_slug_once": TWICE, "place_kind_known": [{"kind": "tent"}]}),
    **cases(
        make.AppointmentFactory,
        {
            "appointment_once_for_the_edition": TWICE,
            "appointment_zone_coordinator_has_zone": [{"role": "zone_coordinator"}],
            "appointment_role_known": [{"role": "partner_editor"}, {"role": "king"}],
        },
    ),
    **cases(zone_appointment, {"appointment_once": TWICE}),
    # organizations
    **cases(
        make.OrganizationFactory,
        {
            "organization_sector_known": [{"sector": "secret"}],
            "organization_kind_known": [{"kind": "club"}],
        },
    ),
    **cases(
        make.ParticipationFactory,
        {"participation_once_zoneless": TWICE, "participation_part_known": [{"part": "guest"}]},
    ),
    **cases(zone_participation, {"participation_once": TWICE}),
    **cases(make.MediaCoverageFactory, {"coverage_once": TWICE}),
    **cases(
        make.OrganizationAppointmentFactory,
        {
            "organization_appointment_once": TWICE,
            "organization_appointment_role_known": [{"role": "organiser"}],
        },
    ),
    # activities
    **cases(
        make.ActivityFactory,
        {
            "activity_slug_once": TWICE,
            "activity_kind_known": [{"kind": "party"}],
            "activity_language_known": [{"language": "xx"}],
            "activity_ages_of_people": [{"minimum_age": 121}, {"maximum_age": 121}],
            "activity_youngest_below_oldest": [{"minimum_age": 13, "maximum_age": 12}],
        },
    ),
    **cases(access, {"activity_access_once": TWICE, "activity_access_known": [{"feature": "magic"}]}),
    **cases(make.FavouriteFactory, {"favourite_once": TWICE}),
    **cases(
        make.OfferFactory,
        {
            "offer_one_at_a_time": TWICE,
            "offer_of_one_seat_or_more": [{"seats": 0}],
            "offer_expires_after_it_is_made": [{"expires_at": same("made_at")}],
            "offer_answered_has_moment": [{"answer": "accepted"}, {"answered_at": MOMENT}],
            "offer_answer_known": [{"answer": "perhaps", "answered_at": MOMENT}],
        },
    ),
    **cases(
        make.ChangeFactory,
        {"change_collected_once": TWICE, "change_due_after_it_is_made": [{"due_at": later("made_at", -HOUR)}]},
    ),
    **cases(make.HoldFactory, {"hold_of_one_seat_or_more": [{"seats": 0}]}),
    **cases(
        make.QuestionFactory,
        {
            "question_kind_known": [{"kind": "essay"}],
            "question_of_choice_has_answers": [{"kind": "choice"}, {"kind": "choices"}],
        },
    ),
    **cases(make.AnswerFactory, {"answer_once": TWICE}),
    **cases(make.DrawFactory, {"draw_has_seed": [{"seed": ""}]}),
    **cases(way, {"activity_way_once": TWICE, "activity_way_known": [{"way": "pray"}]}),
    **cases(
        make.SessionFactory,
        {
            "session_once": TWICE,
            "session_never_overbooked": [
                {"seats_taken": 21},
                {"seats_held": 21},
                {"seats_taken": 20, "seats_held": 1},
                {"seats_taken": 10, "capacity": 9},
            ],
            "session_ends_after_start": NO_LONGER_THAN_NOTHING,
            "session_in_common_era": NOT_COMMON_ERA,
            "session_state_known": [{"state": "hidden"}],
            "session_entry_known": [{"entry": "ticket"}],
            "session_registration_has_capacity": [{"capacity": None}],
            "session_party_of_one_or_more": [{"largest_party": 0}, {"smallest_party": 0}, {"smallest_party": 11}],
            "session_offers_stand_a_while": [{"offer_minutes": 4}],
            "session_holds_are_short": [{"hold_minutes": 31}],
        },
    ),
    **cases(
        make.RegistrationFactory,
        {
            "registration_once_a_person": TWICE,
            "registration_party_of_one_or_more": [{"party_size": 0}],
            "registration_status_known": [{"status": "nowhere"}],
            "registration_waits_since_a_moment": [{"status": "waiting"}, {"status": "offered"}],
            "registration_cancelled_has_moment": CANCELLED_WITHOUT_MOMENT,
        },
    ),
    **cases(
        commitment,
        {
            "commitment_once": [{"starts_at": later("starts_at", DAY), "ends_at": later("ends_at", DAY)}],
            "commitment_ends_after_start": NO_LONGER_THAN_NOTHING,
            "commitment_in_common_era": NOT_COMMON_ERA,
            "commitment_what_known": [{"what": "nap"}],
            "commitment_overlaps_with_reason": [{"is_exclusive": False}],
        },
    ),
    **cases(
        make.PassFactory,
        {
            "pass_one_a_person_and_edition": TWICE,
            "pass_revoked_after_issued": [{"revoked_at": later("issued_at", -HOUR)}],
        },
    ),
    **cases(
        make.CheckInFactory,
        {
            "check_in_reason_of_a_refusal": [{"reason": "revoked"}],
            "check_in_heads_fit_result": [
                {"heads": 0},
                {"heads": -1},
                {"undoes_id": same("pk")},
                {"result": "undone", "heads": -1},
                {"result": "undone", "undoes_id": same("pk")},
                {"result": "refused"},
                {"result": "already_in", "heads": 0, "undoes_id": same("pk")},
                {"result": "unheard_of"},
            ],
        },
    ),
    **cases(
        make.HeadCountFactory,
        {
            "head_count_counts": [{"heads": 0}],
            "head_count_at_one_door": [{"session": None}, {"zone": lambda row: row.session.activity.zone}],
        },
    ),
    # volunteers
    **cases(
        make.DutyFactory,
        {
            "duty_slug_once": TWICE,
            "duty_language_known": [{"language": "latin"}],
            "duty_minimum_age_of_a_volunteer": [{"minimum_age": 0}, {"minimum_age": 61}],
        },
    ),
    **cases(
        make.ShiftFactory,
        {
            "shift_once": TWICE,
            "shift_never_overbooked": [{"seats_taken": 6}, {"seats_taken": 5, "seats_held": 1}],
            "shift_has_capacity": [{"capacity": None}],
            "shift_ends_after_start": NO_LONGER_THAN_NOTHING,
            "shift_in_common_era": NOT_COMMON_ERA,
            "shift_state_known": [{"state": "hidden"}],
            "shift_needs_no_more_than_it_takes": [{"needed": 6}],
            "shift_party_of_one_or_more": [{"largest_party": 0}],
            "shift_closes_after_it_opens": [{"opens_at": MOMENT, "closes_at": MOMENT}],
            "shift_closes_before_it_ends": [{"closes_at": later("ends_at", HOUR)}],
        },
    ),
    **cases(
        make.SignUpFactory,
        {
            "sign_up_once_a_person": TWICE,
            "sign_up_status_known": [{"status": "hidden"}],
            "sign_up_party_of_one_or_more": [{"party_size": 0}],
            "sign_up_waits_since_a_moment": [{"status": "waiting"}],
            "sign_up_kept_until_a_moment": [{"status": "offered"}, {"status": "guardian"}],
            "sign_up_arrived_of_a_live_one": [{"status": "no_show", "arrived_at": MOMENT}],
            "sign_up_left_after_arriving": [
                {"left_at": MOMENT},
                {"arrived_at": MOMENT, "left_at": MOMENT - HOUR},
            ],
            "sign_up_heads_of_the_party": [{"heads": 0}, {"heads": 2}],
            "sign_up_hours_approved_at": [{"approved_minutes": 60}, {"approved_at": MOMENT}],
            "sign_up_cancelled_has_moment": CANCELLED_WITHOUT_MOMENT,
            "sign_up_hours_of_a_day": [{"approved_minutes": 24 * 60 + 1, "approved_at": MOMENT}],
        },
    ),
    **cases(make.QualificationFactory, {"qualification_kind_known": [{"kind": "gift"}]}),
    **cases(
        make.QualifiedFactory,
        {"qualified_once": TWICE, "qualified_ends_after_it_begins": [{"until_on": later("since_on", -DAY)}]},
    ),
    **cases(
        make.RulesFactory,
        {
            "rules_of_a_day": [{"most_minutes_a_day": 0}, {"most_minutes_a_day": 24 * 60 + 1}],
            "rules_offer_stands": [{"offer_minutes": 0}, {"guardian_hours": 0}],
        },
    ),
    **cases(make.WaveFactory, {"wave_once": TWICE, "wave_opens_a_share": [{"percent": 0}, {"percent": 101}]}),
    **cases(
        make.VolunteerFactory,
        {
            "volunteer_age_said_once": [{"born_on": dt.date(2000, 1, 1)}],
            "volunteer_born_in_common_era": [
                {"born_on": dt.date(2543, 1, 1), "of_age_on": None},
                {"born_on": dt.date(1899, 12, 31), "of_age_on": None},
            ],
        },
    ),
    **cases(
        make.GuardianConsentFactory,
        {
            "guardian_answer_known": [{"answer": "perhaps", "answered_at": MOMENT}],
            "guardian_asked_once_an_edition": TWICE,
            "guardian_answered_has_moment": [{"answer": "given"}, {"answered_at": MOMENT}],
        },
    ),
    **cases(
        make.HandOverFactory,
        {
            "hand_over_state_known": [{"state": "lost", "ended_at": MOMENT}],
            "hand_over_sought_once": TWICE,
            "hand_over_ended_has_moment": [{"state": "withdrawn"}, {"ended_at": MOMENT}],
            "hand_over_taken_by_somebody": [
                {"state": "taken", "ended_at": MOMENT},
                {"taken_by": lambda _row: make.SignUpFactory()},
            ],
        },
    ),
    **cases(
        make.ShiftChangeFactory,
        {
            "shift_change_collected_once": TWICE,
            "shift_change_due_after_it_is_made": [{"due_at": later("made_at", -HOUR)}],
        },
    ),
    **cases(
        make.CertificateFactory,
        {
            "certificate_one_that_holds": TWICE,
            "certificate_of_some_minutes": [{"minutes": 0}],
            "certificate_revoked_after_issued": [{"revoked_at": later("issued_at", -HOUR), "revoked_reason": "hours"}],
            "certificate_revoked_with_reason": [{"revoked_at": later("issued_at", HOUR)}, {"revoked_reason": "hours"}],
            "certificate_reason_known": [{"revoked_at": later("issued_at", HOUR), "revoked_reason": "a whim"}],
        },
    ),
    **cases(make.CertificateRunFactory, {"certificate_run_one_at_once": TWICE}),
    **cases(
        make.CertificateSheetFactory,
        {
            "certificate_sheet_once_a_person": TWICE,
            "certificate_sheet_state_known": [{"state": "lost"}],
            "certificate_sheet_drawn_of_one": [{"state": "drawn"}, {"drawn_at": MOMENT}, {"pdf": b"%PDF"}],
            "certificate_sheet_says_why_not": [{"state": "refused"}, {"state": "failed"}, {"problem": "NoHours"}],
        },
    ),
    **cases(
        make.ExpertiseFactory,
        {
            "expertise_kind_known": [{"kind": "money"}],
            "expertise_state_known": [{"state": "lost"}],
            "expertise_closed_has_moment": [{"state": "closed"}, {"closed_at": MOMENT}],
        },
    ),
    **cases(
        make.MatchFactory,
        {
            "match_once": TWICE,
            "match_outcome_known": [{"outcome": "perhaps", "ended_at": MOMENT}],
            "match_ended_has_moment": [{"outcome": "used"}, {"ended_at": MOMENT}],
        },
    ),
    **MONEY,
    # reports
    **cases(
        make.PublishedFigureFactory,
        {
            "published_figure_once": TWICE,
            "published_figure_qualifier_known": [{"qualifier": "maybe"}],
            "published_figure_not_negative": [{"value": -1}],
        },
    ),
    **cases(make.SnapshotFactory, {"snapshot_one_a_moment": TWICE}),
}
#: A law of "only one" is not broken by changing a row to what it is.
