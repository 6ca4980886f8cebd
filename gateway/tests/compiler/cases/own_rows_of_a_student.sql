SELECT ('{"mobilities":' || ((SELECT ('{"nodes":[' || (coalesce(string_agg(coalesce((('{"id":"Mobility.' || CAST(s2.id AS TEXT)) || ('","programme":"' || (translate(upper(s2.programme COLLATE "C"), '-', '_') || '"}'))), kervan_missing(NULL::text, 'Mobility')), ','
ORDER BY s2.id ASC), '') || ']}')) AS anon_2
FROM (SELECT t1.id AS id, t1.version AS version, t1.programme AS programme, t1.call_year AS call_year, t1.academic_year AS academic_year, t1.direction AS direction, t1.kind AS kind, t1.person_id AS person_id, t1.faculty AS faculty, t1.call_id AS call_id, t1.placement_id AS placement_id, t1.agreement_id AS agreement_id, t1.partner_id AS partner_id, t1.host_country AS host_country, t1.rank AS rank, t1.status AS status, t1.begins AS begins, t1.ends AS ends, t1.days AS days, t1.imported AS imported, t1.arrived_on AS arrived_on, t1.force_majeure AS force_majeure, t1.eqf_level AS eqf_level, t1.grant_id AS grant_id, t1.person AS person, t1.agreement AS agreement, t1.partner AS partner, t1."grant" AS "grant"
FROM mobility_view AS t1
WHERE t1.person_id = $1::UUID
ORDER BY t1.id ASC
LIMIT 2) AS s2
HAVING true) || '}')) AS anon_1
