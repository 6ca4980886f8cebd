SELECT ('{"agreements":' || ((SELECT ('{"nodes":[' || (coalesce(string_agg(coalesce((('{"reference":' || (CAST(to_json(s2.reference) AS TEXT) || ',"partner":')) || ((CASE WHEN (s2.partner IS NOT NULL AND true) THEN ('{"name":' || (CAST(to_json(s2.partner ->> 'name') AS TEXT) || '}')) ELSE 'null' END || ',"mobilities":{"totalCount":') || (CAST((SELECT count(*) AS count_1
FROM mobility_view AS t5
WHERE false AND t5.agreement_id = s2.id) AS TEXT) || '}}'))), kervan_missing(NULL::text, 'Agreement')), ','
ORDER BY s2.id ASC), '') || ']}')) AS anon_2
FROM (SELECT t1.id AS id, t1.version AS version, t1.reference AS reference, t1.programme AS programme, t1.kind AS kind, t1.particulars AS particulars, t1.partner_id AS partner_id, t1.status AS status, t1.first_year AS first_year, t1.last_year AS last_year, t1.signed_on AS signed_on, t1.imported AS imported, t1.conditions AS conditions, t1.signatures AS signatures, t1.content_hash AS content_hash, t1.amended_from AS amended_from, t1.ends_on AS ends_on, t1.ended_by AS ended_by, t1.notice AS notice, t1.amendment AS amendment, t1.earlier AS earlier, t1.expiring_since AS expiring_since, t1.renews_id AS renews_id, t1.renewal_id AS renewal_id, t1.waits_for_us AS waits_for_us, t1.waits_for_partner AS waits_for_partner, t1.idle_since AS idle_since, t1.balance AS balance, t1.exchange AS exchange, t1.partner AS partner, t1.search AS search
FROM agreement_view AS t1
WHERE t1.partner_id = $1::UUID AND t1.status != 'draft'
ORDER BY t1.id ASC
LIMIT 2) AS s2
HAVING true) || '}')) AS anon_1
