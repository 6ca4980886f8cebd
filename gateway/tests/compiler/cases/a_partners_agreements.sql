SELECT json_object('agreements' : (SELECT json_object('nodes' : coalesce(json_agg(json_object('reference' : s2.reference, 'partner' : CASE WHEN (s2.partner IS NOT NULL AND true) THEN json_object('name' : coalesce(s2.partner ->> 'name', kervan_missing(NULL::text, 'Partner.name')) RETURNING json) ELSE NULL END, 'mobilities' : json_object('totalCount' : (SELECT count(*) AS count_1
FROM mobility_view AS t5
WHERE false AND t5.agreement_id = s2.id) RETURNING json) RETURNING json)
ORDER BY s2.id ASC), '[]'::json) RETURNING json) AS anon_2
FROM (SELECT t1.id AS id, t1.version AS version, t1.reference AS reference, t1.programme AS programme, t1.partner_id AS partner_id, t1.status AS status, t1.first_year AS first_year, t1.last_year AS last_year, t1.signed_on AS signed_on, t1.imported AS imported, t1.conditions AS conditions, t1.signatures AS signatures, t1.partner AS partner, t1.search AS search
FROM agreement_view AS t1
WHERE t1.partner_id = $1::UUID AND t1.status != 'draft'
ORDER BY t1.id ASC
LIMIT 2) AS s2
HAVING true) RETURNING json) AS anon_1
