SELECT ('{"search":' || ((SELECT ('[' || (coalesce(string_agg(coalesce(f7.found, kervan_missing(NULL::text, 'search')), ','
ORDER BY f7.part, f7.at), '') || ']')) AS anon_2
FROM (SELECT 0 AS part, s2.row_number AS at, coalesce(('{"__typename":"Partner","name":' || (CAST(to_json(s2.name) AS TEXT) || '}')), kervan_missing(NULL::text, 'Partner')) AS found
FROM (SELECT t1.id AS id, t1.version AS version, t1.name AS name, t1.country AS country, t1.city AS city, t1.erasmus_code AS erasmus_code, t1.pic AS pic, t1.oid AS oid, t1.website AS website, t1.charter_start AS charter_start, t1.charter_end AS charter_end, t1.latitude AS latitude, t1.longitude AS longitude, t1.merged AS merged, t1.merged_into_id AS merged_into_id, t1.search AS search, row_number() OVER (ORDER BY t1.name ASC, t1.id ASC) AS row_number
FROM partner_view AS t1
WHERE true AND (t1.search @@ to_tsquery($1::REGCONFIG, $2::VARCHAR))
ORDER BY t1.name ASC, t1.id ASC
LIMIT 2) AS s2 UNION ALL SELECT 1 AS part, s4.row_number AS at, coalesce((('{"person-read":"Person.' || CAST(s4.id AS TEXT)) || ('","__typename":"Person","familyName":' || (CAST(to_json(s4.family_name) AS TEXT) || '}'))), kervan_missing(NULL::text, 'Person')) AS found
FROM (SELECT t3.id AS id, t3.version AS version, t3.given_name AS given_name, t3.family_name AS family_name, t3.email AS email, t3.iban AS iban, t3.national_id AS national_id, t3.nationality AS nationality, t3.student_number AS student_number, t3.faculty AS faculty, t3.department AS department, t3.eqf_level AS eqf_level, t3.staff AS staff, t3.search AS search, row_number() OVER (ORDER BY t3.id ASC) AS row_number
FROM person_view AS t3
WHERE t3.faculty = $3::VARCHAR AND (t3.search @@ to_tsquery($4::REGCONFIG, $5::VARCHAR))
ORDER BY t3.id ASC
LIMIT 2) AS s4 UNION ALL SELECT 2 AS part, s6.row_number AS at, coalesce('{"__typename":"Agreement"}', kervan_missing(NULL::text, 'Agreement')) AS found
FROM (SELECT t5.id AS id, t5.version AS version, t5.reference AS reference, t5.programme AS programme, t5.kind AS kind, t5.particulars AS particulars, t5.partner_id AS partner_id, t5.status AS status, t5.first_year AS first_year, t5.last_year AS last_year, t5.signed_on AS signed_on, t5.imported AS imported, t5.conditions AS conditions, t5.signatures AS signatures, t5.content_hash AS content_hash, t5.amended_from AS amended_from, t5.ends_on AS ends_on, t5.ended_by AS ended_by, t5.notice AS notice, t5.amendment AS amendment, t5.earlier AS earlier, t5.expiring_since AS expiring_since, t5.renews_id AS renews_id, t5.renewal_id AS renewal_id, t5.waits_for_us AS waits_for_us, t5.waits_for_partner AS waits_for_partner, t5.idle_since AS idle_since, t5.balance AS balance, t5.exchange AS exchange, t5.partner AS partner, t5.search AS search, row_number() OVER (ORDER BY t5.id ASC) AS row_number
FROM agreement_view AS t5
WHERE true AND (t5.search @@ to_tsquery($6::REGCONFIG, $7::VARCHAR))
ORDER BY t5.id ASC
LIMIT 2) AS s6) AS f7) || '}')) AS anon_1
