SELECT json_object('data': json_object('programmeStatistics': coalesce(json_agg(json_object(
    'programme': upper(replace(asked.programme, '-', '_')),
    'beneficiaries': (
        SELECT count(*) FROM mobility_view m
        WHERE m.programme = asked.programme AND m.call_year BETWEEN $2::int AND $3::int
        AND m.status <> 'withdrawn'),
    'agreements': CASE WHEN asked.programme <> 'foreign-students' THEN (
        SELECT count(*) FROM agreement_view a
        WHERE a.programme = asked.programme AND extract(year FROM a.signed_on) BETWEEN $2::int AND $3::int) END
    ) ORDER BY asked.at), '[]')))::text
FROM unnest($1::text[]) WITH ORDINALITY AS asked(programme, at)
