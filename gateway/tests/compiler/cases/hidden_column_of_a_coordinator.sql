SELECT ('{"people":' || ((SELECT ('{"nodes":[' || (coalesce(string_agg(coalesce((('{"person-read":"Person.' || (CAST(s2.id AS TEXT) || '","familyName":')) || ((CAST(to_json(s2.family_name) AS TEXT) || ',"iban":') || (CASE WHEN false THEN coalesce(CAST(to_json(s2.iban) AS TEXT), 'null') ELSE 'null' END || '}'))), kervan_missing(NULL::text, 'Person')), ','
ORDER BY s2.id ASC), '') || ']}')) AS anon_2
FROM (SELECT t1.id AS id, t1.version AS version, t1.given_name AS given_name, t1.family_name AS family_name, t1.email AS email, t1.iban AS iban, t1.national_id AS national_id, t1.nationality AS nationality, t1.student_number AS student_number, t1.faculty AS faculty, t1.department AS department, t1.eqf_level AS eqf_level, t1.staff AS staff, t1.search AS search
FROM person_view AS t1
WHERE t1.faculty = $1::VARCHAR
ORDER BY t1.id ASC
LIMIT 2) AS s2
HAVING true) || '}')) AS anon_1
