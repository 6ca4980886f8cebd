"""What the topics would have brought: a statement a mirror, giving every aggregate's number, version, state.

States are shaped like the models in ``contracts``; ``test_data.py`` holds them to it. Everything follows from
an aggregate's number, so references need no joins and every run makes the same data. ``bench.id_of`` gives
UUIDv7s that rise with the number, as ids rise with time.
"""

from sqlalchemy import text

SIZE = text(
    "CREATE TABLE bench.size AS "
    "SELECT CAST(:mobilities AS bigint) AS mobilities, CAST(:people AS bigint) AS people"
)

PREPARATION = (
    "CREATE SCHEMA bench",
    """
    CREATE FUNCTION bench.id_of(kind text, n bigint) RETURNS uuid IMMUTABLE LANGUAGE sql RETURN
        (lpad(to_hex(1735689600000 + n), 12, '0') || '7' || kind || '8' || lpad(to_hex(n), 15, '0'))::uuid
    """,
    """
    CREATE FUNCTION bench.euros(amount numeric) RETURNS jsonb STABLE LANGUAGE sql RETURN
        jsonb_build_object('amount', round(amount, 2)::text, 'currency', 'EUR')
    """,
    """
    CREATE FUNCTION bench.words(tr text, en text) RETURNS jsonb STABLE LANGUAGE sql RETURN
        jsonb_build_object('tr', tr, 'en', en)
    """,
    """
    CREATE FUNCTION bench.faculty(person bigint) RETURNS text IMMUTABLE LANGUAGE sql RETURN
        (ARRAY['engineering', 'medicine', 'law', 'arts', 'science', 'education', 'economics', 'architecture'])
        [1 + person % 8]
    """,
    """
    CREATE FUNCTION bench.country(partner bigint) RETURNS text IMMUTABLE LANGUAGE sql RETURN
        (ARRAY['DE', 'FR', 'IT', 'ES', 'PL', 'NL', 'PT', 'CZ', 'AT', 'HU', 'GR', 'RO'])[1 + partner % 12]
    """,
    """
    CREATE FUNCTION bench.programme(agreement bigint) RETURNS text IMMUTABLE LANGUAGE sql RETURN
        (ARRAY['erasmus', 'erasmus', 'erasmus', 'erasmus', 'erasmus', 'erasmus', 'erasmus', 'mevlana',
               'farabi', 'bilateral'])[1 + agreement % 10]
    """,
    """
    CREATE FUNCTION bench.call_id(programme text, call_year integer) RETURNS uuid IMMUTABLE
    LANGUAGE sql RETURN bench.id_of('004', 10 * call_year + array_position(
        ARRAY['erasmus', 'mevlana', 'farabi', 'bilateral', 'foreign-students'], programme))
    """,
)

STAYS = """
CREATE TABLE bench.stay AS
SELECT n, person, agreement, 1 + agreement * 17 % 1000 AS partner, call_year, begins,
       120 + n % 40 AS days, 1500 + n * 31 % 2000 AS total, bench.faculty(person) AS faculty,
       coalesce(bench.programme(agreement), 'foreign-students') AS programme,
       CASE WHEN n % 13 = 0 THEN 'withdrawn' WHEN call_year < 2024 THEN 'completed'
            WHEN call_year = 2024 THEN 'ongoing' ELSE 'planned' END AS status
FROM (SELECT n, 1 + n * 101 % people AS person, 2019 + (n % 7)::integer AS call_year,
             CASE WHEN n % 50 <> 0 THEN 1 + n * 7919 % 2000 END AS agreement,
             make_date(2019 + (n % 7)::integer, 9, 10) + (n % 10)::integer AS begins
      FROM bench.size, generate_series(1, mobilities) n)
"""

PARTNERS = """
SELECT n, 1 AS version, jsonb_build_object(
    'name', (ARRAY['Universität ', 'Université de ', 'Università di ', 'Universidad de ', 'University of '])
            [1 + n % 5] || city || ' ' || n,
    'country', bench.country(n), 'city', city, 
    'erasmus_code', bench.country(n) || ' ' || upper(city) || n, 'pic', (999000000 + n)::text,
    'oid', 'E10' || (200000 + n), 'website', 'https://www.university' || n || '.example',
    'charter_start', '2021-01-01', 'charter_end', '2027-12-31') AS state
FROM generate_series(1, 1000) n,
     LATERAL (SELECT (ARRAY['Köln', 'Lyon', 'Torino', 'Sevilla', 'Łódź', 'Utrecht', 'Porto', 'Brno'])
                     [1 + n % 8] AS city)
"""

AGREEMENTS = """
SELECT n, 4 AS version, jsonb_build_object(
    'reference', 'AGR-' || 2014 + n % 10 || '-' || lpad(n::text, 4, '0'),
    'programme', bench.programme(n), 'partner_id', bench.id_of('001', 1 + n * 17 % 1000),
    'status', CASE WHEN n % 9 = 0 THEN 'terminated' ELSE 'active' END,
    'first_year', '2021/2022', 'last_year', '2028/2029',
    'conditions', (SELECT jsonb_agg(jsonb_build_object(
        'id', bench.id_of('00c', 2 * n + side), 'direction', (ARRAY['outgoing', 'incoming'])[1 + side],
        'kind', 'student-study', 'isced_codes', jsonb_build_array('0714', '0613'),
        'eqf_levels', jsonb_build_array('6', '7'), 'places_per_year', 1 + n % 5, 'months_per_place', '5.00',
        'days_per_place', null, 'language', 'en', 'language_level', 'B2', 'blended', false))
        FROM generate_series(0, 1) side),
    'signatures', jsonb_build_array(
        jsonb_build_object(
            'party', 'home', 'signed_on', make_date(2014 + n % 10, 3, 1), 'content_hash', null),
        jsonb_build_object(
            'party', 'partner', 'signed_on', make_date(2014 + n % 10, 4, 1), 'content_hash', null)),
    'signed_on', make_date(2014 + n % 10, 4, 1), 'imported', true) AS state
FROM generate_series(1, 2000) n
"""

PEOPLE = """
SELECT n, 2 AS version, jsonb_build_object(
    'given_name', (ARRAY['Ayşe', 'Mehmet', 'Zeynep', 'Çağrı', 'Elif', 'İpek', 'Ömer', 'Şule', 'Can'])
                  [1 + n % 9],
    'family_name', (ARRAY['Yılmaz', 'Kaya', 'Demir', 'Öztürk', 'Şahin', 'Çelik', 'Aydın'])
                   [1 + n % 7] || ' ' || n,
    'email', 'person' || n || '@university.example', 'iban', 'TR•• •••• ' || 1000 + n % 9000,
    'national_id', NULL,
    'nationality', 'TR', 'student_number', (20180000 + n)::text, 'faculty', bench.faculty(n),
    'department', 'Department ' || n % 40, 'eqf_level', (5 + n % 4)::text, 'staff', n % 25 = 0) AS state
FROM bench.size, generate_series(1, people) n
"""

CALLS = """
SELECT 10 * call_year + place AS n, 5 AS version, jsonb_build_object(
    'programme', programme, 'call_year', call_year, 'academic_year', call_year || '/' || call_year + 1,
    'kind', CASE programme WHEN 'foreign-students' THEN 'degree' ELSE 'student-study' END,
    'title', bench.words(programme || ' çağrısı ' || call_year, programme || ' call ' || call_year),
    'opens_at', call_year || '-01-10T06:00:00Z', 'closes_at', call_year || '-02-10T20:59:00Z',
    'status', CASE WHEN call_year < 2025 THEN 'closed' ELSE 'published' END,
    'agreement_ids', jsonb_build_array(), 'stay_begins', make_date(call_year, 9, 10),
    'stay_ends', make_date(call_year + 1, 2, 10), 'blended', false) AS state
FROM generate_series(2019, 2025) call_year,
     unnest(ARRAY['erasmus', 'mevlana', 'farabi', 'bilateral', 'foreign-students'])
     WITH ORDINALITY AS given(programme, place)
"""

MOBILITIES = """
SELECT n, 3 AS version, jsonb_build_object(
    'programme', programme, 'call_year', call_year, 'academic_year', call_year || '/' || call_year + 1,
    'direction', CASE WHEN agreement IS NULL THEN 'incoming' ELSE 'outgoing' END,
    'kind', CASE WHEN agreement IS NULL THEN 'degree' ELSE 'student-study' END,
    'person_id', bench.id_of('003', person), 'faculty', faculty,
    'call_id', bench.call_id(programme, call_year), 'placement_id', null,
    'agreement_id', bench.id_of('002', agreement), 'partner_id', bench.id_of('001', partner),
    'host_country', bench.country(partner), 'rank', 1 + n % 400, 'status', status,
    'begins', begins, 'ends', begins + days::integer - 1, 'days', days,
    'blended', false, 'imported', true) AS state
FROM bench.stay
"""

GRANTS = """
SELECT n, 6 AS version, jsonb_build_object(
    'mobility_id', bench.id_of('005', n), 'person_id', bench.id_of('003', person), 'faculty', faculty,
    'programme', programme, 'call_year', call_year, 'rank', 1 + n % 400,
    'status', CASE status WHEN 'completed' THEN 'settled' WHEN 'withdrawn' THEN 'cancelled'
                          ELSE 'reserved' END,
    'days', days, 'amount', bench.euros(total), 'contract_amount', bench.euros(total),
    'paid', bench.euros(CASE status WHEN 'completed' THEN total WHEN 'ongoing' THEN total * 0.4 ELSE 0 END),
    'lines', jsonb_build_array(
        jsonb_build_object('rule', 'individual-support',
            'label', bench.words('Bireysel destek', 'Individual support'), 'quantity', days::text,
            'unit', 'day/30', 'rate', bench.euros(600), 'amount', bench.euros(total - 300),
            'source', 'ka131-2024'),
        jsonb_build_object('rule', 'travel', 'label', bench.words('Seyahat desteği', 'Travel support'),
            'quantity', '1', 'unit', 'once', 'rate', bench.euros(300), 'amount', bench.euros(300),
            'source', 'ka131-2024')),
    'instalments', (SELECT jsonb_agg(jsonb_build_object(
        'number', i, 'kind', CASE i WHEN 3 THEN 'balance' ELSE 'advance' END,
        'amount', bench.euros(total * CASE i WHEN 3 THEN 0.2 ELSE 0.4 END),
        'due_on', begins + 60 * i, 'payment_order_id', bench.id_of('007', 3 * n + i),
        'status', CASE WHEN status = 'withdrawn' THEN 'cancelled'
            WHEN status = 'completed' OR (status = 'ongoing' AND i = 1) THEN 'paid' ELSE 'ordered' END)
        ORDER BY i) FROM generate_series(1, 3) i),
    'recovery', null, 'waiting_for', null) AS state
FROM bench.stay
"""

PAYMENT_ORDERS = """
SELECT 3 * n + i AS n, 2 AS version, jsonb_build_object(
    'grant_id', bench.id_of('006', n), 'person_id', bench.id_of('003', person), 'faculty', faculty,
    'instalment', i, 'amount', bench.euros(total * CASE i WHEN 3 THEN 0.2 ELSE 0.4 END),
    'issued_at', begins + 50 * i || 'T09:00:00Z', 'due_on', begins + 60 * i, 'payee_version', 2,
    'status', CASE WHEN status = 'withdrawn' THEN 'rejected'
        WHEN status = 'completed' OR (status = 'ongoing' AND i = 1) THEN 'paid' ELSE 'issued' END,
    'answered_at', CASE WHEN status IN ('withdrawn', 'completed') OR (status = 'ongoing' AND i = 1)
        THEN begins + 55 * i || 'T12:30:00Z' END,
    'rejection', CASE WHEN status = 'withdrawn' THEN jsonb_build_object(
        'code', 'account-closed', 'message', bench.words('Hesap kapalı', 'The account is closed')) END
    ) AS state
FROM bench.stay, generate_series(1, 3) i
"""

BUDGETS = """
SELECT 10 * call_year + place AS n, 9 AS version, jsonb_build_object(
    'programme', programme, 'call_year', call_year, 'allocated', bench.euros(900000000),
    'reserved', bench.euros(200000000), 'spent', bench.euros(300000000),
    'available', bench.euros(400000000)) AS state
FROM generate_series(2019, 2025) call_year,
     unnest(ARRAY['erasmus', 'mevlana', 'farabi', 'bilateral']) WITH ORDINALITY AS given(programme, place)
"""

EVENTS = """
SELECT n, 8 AS version, jsonb_build_object(
    'kind', (ARRAY['orientation', 'fair', 'language-course', 'visit'])[1 + n % 4],
    'title', bench.words('Etkinlik ' || n, 'Event ' || n),
    'begins_at', make_date(2025, 9, 1) + n::integer || 'T09:00:00Z',
    'ends_at', make_date(2025, 9, 1) + n::integer || 'T12:00:00Z', 'venue', 'Hall ' || n % 6,
    'capacity', 20000, 'registered', (SELECT people FROM bench.size) / 120, 'waiting', 0, 'call_id', null,
    'status', 'scheduled') AS state
FROM generate_series(1, 60) n
"""

REGISTRATIONS = """
SELECT n, 2 AS version, jsonb_build_object(
    'event_id', bench.id_of('008', 1 + n % 60), 'person_id', bench.id_of('003', 2 * n),
    'faculty', bench.faculty(2 * n), 'status', 'registered', 'place_in_line', null) AS state
FROM bench.size, generate_series(1, people / 2) n
"""

STATES = {
    "grant": ("006", GRANTS),
    "payment_order": ("007", PAYMENT_ORDERS),
    "mobility": ("005", MOBILITIES),
    "person": ("003", PEOPLE),
    "registration": ("009", REGISTRATIONS),
    "agreement": ("002", AGREEMENTS),
    "partner": ("001", PARTNERS),
    "call": ("004", CALLS),
    "event": ("008", EVENTS),
    "budget": ("00a", BUDGETS),
}
"""By mirror, what takes longest first: the digits that mark its ids, and the statement."""
