"""The wide rows behind the schema's types.

Documents stay in their rows, uncompressed, up to the page's size: PostgreSQL would otherwise take a row of
more than 2 kB apart, and unpack a document once for each key that a query reads from it.
"""

from alembic import op

revision = "0002"
down_revision = "0001"

TABLES = (
    """
    CREATE TABLE agreement_view (
        id UUID NOT NULL,
        version INTEGER NOT NULL,
        reference TEXT NOT NULL,
        programme TEXT NOT NULL,
        partner_id UUID NOT NULL,
        status TEXT NOT NULL,
        first_year TEXT NOT NULL,
        last_year TEXT NOT NULL,
        signed_on DATE,
        imported BOOLEAN NOT NULL,
        conditions JSONB NOT NULL,
        signatures JSONB NOT NULL,
        partner JSONB,
        search TSVECTOR NOT NULL,
        CONSTRAINT pk_agreement_view PRIMARY KEY (id)
    ) WITH (toast_tuple_target = 8160)
    """,
    "CREATE INDEX ix_agreement_view_partner_id_id ON agreement_view (partner_id, id)",
    "CREATE INDEX ix_agreement_view_programme_id ON agreement_view (programme, id)",
    "CREATE INDEX ix_agreement_view_programme_signed_on ON agreement_view (programme, signed_on)",
    "CREATE INDEX ix_agreement_view_reference_id ON agreement_view (reference, id)",
    "CREATE INDEX ix_agreement_view_search ON agreement_view USING gin (search)",
    "CREATE INDEX ix_agreement_view_status_id ON agreement_view (status, id)",
    """
    CREATE TABLE application_view (
        id UUID NOT NULL,
        version INTEGER NOT NULL,
        call_id UUID NOT NULL,
        person_id UUID NOT NULL,
        faculty TEXT NOT NULL,
        eqf_level TEXT NOT NULL,
        isced_code TEXT NOT NULL,
        status TEXT NOT NULL,
        submitted_at TIMESTAMP WITH TIME ZONE NOT NULL,
        score NUMERIC,
        rank INTEGER,
        preferences JSONB NOT NULL,
        score_lines JSONB NOT NULL,
        refused_by JSONB NOT NULL,
        call_status TEXT,
        person JSONB,
        CONSTRAINT pk_application_view PRIMARY KEY (id)
    ) WITH (toast_tuple_target = 8160)
    """,
    "CREATE INDEX ix_application_view_call_id_id ON application_view (call_id, id)",
    "CREATE INDEX ix_application_view_call_id_rank_id ON application_view (call_id, rank, id)",
    "CREATE INDEX ix_application_view_faculty_id ON application_view (faculty, id)",
    "CREATE INDEX ix_application_view_submitted_at_id ON application_view (submitted_at, id)",
    "CREATE INDEX ix_application_view_person_id_id ON application_view (person_id, id)",
    """
    CREATE TABLE budget_view (
        id UUID NOT NULL,
        version INTEGER NOT NULL,
        programme TEXT NOT NULL,
        call_year INTEGER NOT NULL,
        allocated JSONB NOT NULL,
        reserved JSONB NOT NULL,
        spent JSONB NOT NULL,
        available JSONB NOT NULL,
        CONSTRAINT pk_budget_view PRIMARY KEY (id)
    ) WITH (toast_tuple_target = 8160)
    """,
    "CREATE INDEX ix_budget_view_programme_call_year_id ON budget_view (programme, call_year, id)",
    """
    CREATE TABLE call_view (
        id UUID NOT NULL,
        version INTEGER NOT NULL,
        programme TEXT NOT NULL,
        call_year INTEGER NOT NULL,
        academic_year TEXT NOT NULL,
        kind TEXT NOT NULL,
        title JSONB NOT NULL,
        opens_at TIMESTAMP WITH TIME ZONE NOT NULL,
        closes_at TIMESTAMP WITH TIME ZONE NOT NULL,
        status TEXT NOT NULL,
        stay_begins DATE,
        stay_ends DATE,
        agreement_ids JSONB NOT NULL,
        CONSTRAINT pk_call_view PRIMARY KEY (id)
    ) WITH (toast_tuple_target = 8160)
    """,
    "CREATE INDEX ix_call_view_programme_call_year_id ON call_view (programme, call_year, id)",
    "CREATE INDEX ix_call_view_closes_at_id ON call_view (closes_at, id)",
    "CREATE INDEX ix_call_view_status_id ON call_view (status, id)",
    """
    CREATE TABLE event_view (
        id UUID NOT NULL,
        version INTEGER NOT NULL,
        kind TEXT NOT NULL,
        title JSONB NOT NULL,
        begins_at TIMESTAMP WITH TIME ZONE NOT NULL,
        ends_at TIMESTAMP WITH TIME ZONE NOT NULL,
        venue TEXT NOT NULL,
        capacity INTEGER NOT NULL,
        registered INTEGER NOT NULL,
        waiting INTEGER NOT NULL,
        call_id UUID,
        status TEXT NOT NULL,
        CONSTRAINT pk_event_view PRIMARY KEY (id)
    ) WITH (toast_tuple_target = 8160)
    """,
    "CREATE INDEX ix_event_view_begins_at_id ON event_view (begins_at, id)",
    "CREATE INDEX ix_event_view_status_id ON event_view (status, id)",
    "CREATE INDEX ix_event_view_kind_id ON event_view (kind, id)",
    "CREATE INDEX ix_event_view_call_id_id ON event_view (call_id, id)",
    """
    CREATE TABLE grant_view (
        id UUID NOT NULL,
        version INTEGER NOT NULL,
        mobility_id UUID NOT NULL,
        person_id UUID NOT NULL,
        faculty TEXT,
        programme TEXT NOT NULL,
        call_year INTEGER NOT NULL,
        rank INTEGER,
        status TEXT NOT NULL,
        days INTEGER,
        amount JSONB,
        contract_amount JSONB,
        paid JSONB NOT NULL,
        lines JSONB NOT NULL,
        instalments JSONB NOT NULL,
        recovery JSONB,
        waiting_for JSONB,
        person JSONB,
        CONSTRAINT pk_grant_view PRIMARY KEY (id)
    ) WITH (toast_tuple_target = 8160)
    """,
    "CREATE INDEX ix_grant_view_faculty_id ON grant_view (faculty, id)",
    "CREATE INDEX ix_grant_view_mobility_id_id ON grant_view (mobility_id, id)",
    "CREATE INDEX ix_grant_view_person_id_id ON grant_view (person_id, id)",
    "CREATE INDEX ix_grant_view_programme_call_year_id ON grant_view (programme, call_year, id)",
    "CREATE INDEX ix_grant_view_call_year_id ON grant_view (call_year, id)",
    "CREATE INDEX ix_grant_view_status_id ON grant_view (status, id)",
    """
    CREATE TABLE ledger_view (
        id UUID NOT NULL,
        version INTEGER NOT NULL,
        grant_id UUID,
        payment_order_id UUID,
        description JSONB NOT NULL,
        posted_at TIMESTAMP WITH TIME ZONE NOT NULL,
        entries JSONB NOT NULL,
        CONSTRAINT pk_ledger_view PRIMARY KEY (id)
    ) WITH (toast_tuple_target = 8160)
    """,
    "CREATE INDEX ix_ledger_view_grant_id_id ON ledger_view (grant_id, id)",
    "CREATE INDEX ix_ledger_view_posted_at_id ON ledger_view (posted_at, id)",
    """
    CREATE TABLE mobility_view (
        id UUID NOT NULL,
        version INTEGER NOT NULL,
        programme TEXT NOT NULL,
        call_year INTEGER NOT NULL,
        academic_year TEXT NOT NULL,
        direction TEXT NOT NULL,
        kind TEXT NOT NULL,
        person_id UUID NOT NULL,
        faculty TEXT,
        call_id UUID,
        placement_id UUID,
        agreement_id UUID,
        partner_id UUID,
        host_country TEXT,
        rank INTEGER,
        status TEXT NOT NULL,
        begins DATE,
        ends DATE,
        days INTEGER,
        imported BOOLEAN NOT NULL,
        grant_id UUID,
        person JSONB,
        agreement JSONB,
        partner JSONB,
        "grant" JSONB,
        CONSTRAINT pk_mobility_view PRIMARY KEY (id)
    ) WITH (toast_tuple_target = 8160)
    """,
    "CREATE INDEX ix_mobility_view_agreement_id_id ON mobility_view (agreement_id, id)",
    "CREATE INDEX ix_mobility_view_call_id_id ON mobility_view (call_id, id)",
    "CREATE INDEX ix_mobility_view_faculty_id ON mobility_view (faculty, id)",
    "CREATE INDEX ix_mobility_view_partner_id_id ON mobility_view (partner_id, id)",
    "CREATE INDEX ix_mobility_view_person_id_id ON mobility_view (person_id, id)",
    "CREATE INDEX ix_mobility_view_programme_call_year_id ON mobility_view (programme, call_year, id)",
    "CREATE INDEX ix_mobility_view_programme_call_year_status "
    "ON mobility_view (programme, call_year, status)",
    "CREATE INDEX ix_mobility_view_call_year_id ON mobility_view (call_year, id)",
    "CREATE INDEX ix_mobility_view_direction_id ON mobility_view (direction, id)",
    "CREATE INDEX ix_mobility_view_host_country_id ON mobility_view (host_country, id)",
    "CREATE INDEX ix_mobility_view_status_id ON mobility_view (status, id)",
    """
    CREATE TABLE partner_view (
        id UUID NOT NULL,
        version INTEGER NOT NULL,
        name TEXT NOT NULL,
        country TEXT NOT NULL,
        city TEXT,
        erasmus_code TEXT,
        pic TEXT,
        oid TEXT,
        website TEXT,
        charter_start DATE,
        charter_end DATE,
        search TSVECTOR NOT NULL,
        CONSTRAINT pk_partner_view PRIMARY KEY (id)
    ) WITH (toast_tuple_target = 8160)
    """,
    "CREATE INDEX ix_partner_view_country_name_id ON partner_view (country, name, id)",
    "CREATE INDEX ix_partner_view_name_id ON partner_view (name, id)",
    "CREATE INDEX ix_partner_view_search ON partner_view USING gin (search)",
    """
    CREATE TABLE payment_order_view (
        id UUID NOT NULL,
        version INTEGER NOT NULL,
        grant_id UUID NOT NULL,
        person_id UUID NOT NULL,
        faculty TEXT,
        instalment INTEGER NOT NULL,
        amount JSONB NOT NULL,
        issued_at TIMESTAMP WITH TIME ZONE NOT NULL,
        due_on DATE,
        status TEXT NOT NULL,
        answered_at TIMESTAMP WITH TIME ZONE,
        rejection JSONB,
        person JSONB,
        CONSTRAINT pk_payment_order_view PRIMARY KEY (id)
    ) WITH (toast_tuple_target = 8160)
    """,
    "CREATE INDEX ix_payment_order_view_faculty_id ON payment_order_view (faculty, id)",
    "CREATE INDEX ix_payment_order_view_grant_id_id ON payment_order_view (grant_id, id)",
    "CREATE INDEX ix_payment_order_view_person_id_id ON payment_order_view (person_id, id)",
    "CREATE INDEX ix_payment_order_view_issued_at_id ON payment_order_view (issued_at, id)",
    "CREATE INDEX ix_payment_order_view_status_id ON payment_order_view (status, id)",
    """
    CREATE TABLE person_view (
        id UUID NOT NULL,
        version INTEGER NOT NULL,
        given_name TEXT NOT NULL,
        family_name TEXT NOT NULL,
        email TEXT,
        iban TEXT,
        nationality TEXT,
        student_number TEXT,
        faculty TEXT,
        department TEXT,
        eqf_level TEXT,
        staff BOOLEAN NOT NULL,
        search TSVECTOR NOT NULL,
        CONSTRAINT pk_person_view PRIMARY KEY (id)
    ) WITH (toast_tuple_target = 8160)
    """,
    "CREATE INDEX ix_person_view_faculty_id ON person_view (faculty, id)",
    "CREATE INDEX ix_person_view_family_name_given_name_id ON person_view (family_name, given_name, id)",
    "CREATE INDEX ix_person_view_student_number_id ON person_view (student_number, id)",
    "CREATE INDEX ix_person_view_staff_id ON person_view (staff, id)",
    "CREATE INDEX ix_person_view_search ON person_view USING gin (search)",
    """
    CREATE TABLE placement_view (
        id UUID NOT NULL,
        version INTEGER NOT NULL,
        call_id UUID NOT NULL,
        application_id UUID NOT NULL,
        person_id UUID NOT NULL,
        faculty TEXT NOT NULL,
        agreement_id UUID NOT NULL,
        condition_id UUID NOT NULL,
        partner_id UUID NOT NULL,
        list TEXT NOT NULL,
        rank INTEGER NOT NULL,
        score NUMERIC NOT NULL,
        status TEXT NOT NULL,
        reply_by DATE,
        promoted BOOLEAN NOT NULL,
        call_status TEXT,
        person JSONB,
        agreement JSONB,
        partner JSONB,
        CONSTRAINT pk_placement_view PRIMARY KEY (id)
    ) WITH (toast_tuple_target = 8160)
    """,
    "CREATE INDEX ix_placement_view_application_id_id ON placement_view (application_id, id)",
    "CREATE INDEX ix_placement_view_call_id_id ON placement_view (call_id, id)",
    "CREATE INDEX ix_placement_view_faculty_id ON placement_view (faculty, id)",
    "CREATE INDEX ix_placement_view_call_id_rank_id ON placement_view (call_id, rank, id)",
    "CREATE INDEX ix_placement_view_status_id ON placement_view (status, id)",
    "CREATE INDEX ix_placement_view_person_id_id ON placement_view (person_id, id)",
    """
    CREATE TABLE registration_view (
        id UUID NOT NULL,
        version INTEGER NOT NULL,
        event_id UUID NOT NULL,
        person_id UUID NOT NULL,
        faculty TEXT,
        status TEXT NOT NULL,
        place_in_line INTEGER,
        person JSONB,
        CONSTRAINT pk_registration_view PRIMARY KEY (id)
    ) WITH (toast_tuple_target = 8160)
    """,
    "CREATE INDEX ix_registration_view_event_id_id ON registration_view (event_id, id)",
    "CREATE INDEX ix_registration_view_faculty_id ON registration_view (faculty, id)",
    "CREATE INDEX ix_registration_view_status_id ON registration_view (status, id)",
    "CREATE INDEX ix_registration_view_person_id_id ON registration_view (person_id, id)",
)


def upgrade() -> None:
    for statement in TABLES:
        op.execute(statement)
