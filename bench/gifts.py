"""An edition with as many payments as one likes, written by the database itself; for PostgreSQL.

Of each hundred rows of the ledger one takes back the one before it. Half of all gifts go to the first campaign. For
every twenty rows there is a promise that nothing came of yet, and every other one of these has a slip in review.
"""

import datetime as dt

from django.db import connection

from bench.addresses import coming
from donations.actions.numbering import LEDGER
from donations.models import Campaign, Payment, Series
from organizations.models import Organization
from zones.models import Edition

CAMPAIGNS = 20
MOMENT = "now() - make_interval(secs => {n})"
#: Which campaign a number's gift is for: every other one for the first, the others in turn.
WHICH = "(SELECT keys[1 + CASE WHEN {n} % 2 = 0 THEN 0 ELSE ({n} / 2) % {many} END] FROM campaign_keys)"
PEOPLE = """
INSERT INTO accounts_person (name, email, language, created_at, is_sample)
SELECT 'ผู้ให้ ' || n, 'giver-' || n || '@example.org', 'th', now(), true
FROM generate_series(%(first)s::int, %(last)s::int) n WHERE n %% 100 <> 0
"""
PLEDGES = """
INSERT INTO donations_pledge (code, reference, person_id, name, email, phone, language, is_sample, campaign_id,
    amount_satang, received_satang, status, created_at, expires_on, reminders_sent, shown_as, nickname, is_amount_shown,
    in_honour_of, message, is_hidden, is_shared)
SELECT lpad(n::text, 22, '0'), lpad(n::text, 8, '0'), person.id, person.name, person.email, '', 'th', true, {campaign},
    10000 + n %% 500 * 100, CASE WHEN n %% 100 = 99 THEN 0 ELSE 10000 + n %% 500 * 100 END,
    CASE WHEN n %% 100 = 99 THEN 'promised' ELSE 'paid' END, {moment}, current_date + 14, 0,
    (ARRAY['name', 'nickname', 'anonymous'])[1 + n %% 3], 'ใจดี', n %% 2 = 0, '', 'ขอให้เด็ก ๆ ได้เรียนต่อ', false, false
FROM generate_series(%(first)s::int, %(last)s::int) n
JOIN accounts_person person ON person.email = 'giver-' || n || '@example.org' WHERE n %% 100 <> 0
"""
PAYMENTS = """
INSERT INTO donations_payment (number, campaign_id, pledge_id, amount_satang, method, why, source, received_at,
    recorded_at, is_sample)
SELECT n, pledge.campaign_id, pledge.id, pledge.amount_satang, (ARRAY['promptpay', 'transfer', 'cash'])[1 + n %% 3],
    'received', 'hand', {moment}, now(), true
FROM generate_series(%(first)s::int, %(last)s::int) n
JOIN donations_pledge pledge ON pledge.reference = lpad(n::text, 8, '0') WHERE n %% 100 <> 0
"""
TAKEN_BACK = """
INSERT INTO donations_payment (number, campaign_id, pledge_id, amount_satang, method, why, source, received_at,
    recorded_at, reverses_id, is_sample)
SELECT number + 1, campaign_id, pledge_id, -amount_satang, method, 'mistake', source, now(), now(), id, true
FROM donations_payment WHERE number BETWEEN %(first)s AND %(last)s AND number %% 100 = 99
"""
PROMISES = """
INSERT INTO donations_pledge (code, reference, person_id, name, email, phone, language, is_sample, campaign_id,
    amount_satang, received_satang, status, created_at, expires_on, reminders_sent, shown_as, nickname, is_amount_shown,
    in_honour_of, message, is_hidden, is_shared)
SELECT 'P' || lpad(n::text, 21, '0'), 'P' || lpad(n::text, 7, '0'), person.id, person.name, person.email, '', 'th',
    true, {campaign}, 30000, 0, 'promised', now(), current_date + 14, 0, 'anonymous', '', false, '', '', false, false
FROM generate_series(%(first)s::int, %(last)s::int) n
JOIN accounts_person person ON person.email = 'giver-' || n || '@example.org' WHERE n %% 20 = 1
"""
SLIPS = """
INSERT INTO donations_slip (pledge_id, bank, bank_reference, amount_satang, state, reason, sent_at)
SELECT pledge.id, '004', reference, amount_satang, 'submitted', '', now()
FROM generate_series(%(first)s::int, %(last)s::int) n
JOIN donations_pledge pledge ON pledge.reference = 'P' || lpad(n::text, 7, '0') WHERE n %% 40 = 1
"""


def generated_edition() -> Edition:
    """Make an open edition in the year after the coming one, with campaigns."""
    coming_one = coming()
    first_day = dt.date(coming_one.year + 1, 12, 2)
    edition = Edition.objects.create(
        year=coming_one.year + 1, status=Edition.Status.OPEN, name_th="งานที่มีผู้ให้มาก", name_en="Expo of many givers",
        starts_on=first_day, ends_on=first_day + dt.timedelta(days=3),
    )  # fmt: skip
    organization = Organization.objects.order_by("pk").first()
    Campaign.objects.bulk_create(
        Campaign(
            edition=edition, organization=organization, slug=f"campaign-{number}", name_th=f"ทุนการศึกษา {number}",
            goal_satang=1_000_000_000, promptpay_id="0000000000", is_sample=True,
        )
        for number in range(CAMPAIGNS)
    )  # fmt: skip
    return edition


def grow(edition: Edition, to: int) -> None:
    """Let the ledger have so many rows, a multiple of a hundred, and let the database learn how many there are."""
    numbers = {"first": Payment.objects.count() + 1, "last": to}
    keys = list(Campaign.objects.of(edition).order_by("pk").values_list("pk", flat=True))
    words = {"campaign": WHICH.format(n="n", many=CAMPAIGNS).replace("%", "%%"), "moment": MOMENT.format(n="n")}
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE campaign_keys AS SELECT %s::bigint[] AS keys", [keys])
        for statement in (PEOPLE, PLEDGES, PAYMENTS, TAKEN_BACK, PROMISES, SLIPS):
            cursor.execute(statement.format(**words), numbers)
        cursor.execute("DROP TABLE campaign_keys")
        Series.objects.update_or_create(key=LEDGER, defaults={"last": to})
        cursor.execute("VACUUM ANALYZE")
