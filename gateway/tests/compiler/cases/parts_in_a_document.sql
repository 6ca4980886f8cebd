SELECT ('{"agreements":' || ((SELECT ('{"nodes":[' || (coalesce(string_agg(coalesce(('{"conditions":' || (CASE WHEN (jsonb_typeof(s2.conditions) = 'array') THEN (SELECT ('[' || (coalesce(string_agg(coalesce(((('{"id":"CooperationCondition.' || CAST(e3.value ->> 'id' AS TEXT)) || ('","eqfLevels":' || CASE WHEN (jsonb_typeof(e3.value -> 'eqf_levels') = 'array') THEN (SELECT ('[' || (coalesce(string_agg(coalesce(('"' || (CASE WHEN (words.value = '5') THEN 'SHORT_CYCLE' WHEN (words.value = '6') THEN 'BACHELOR' WHEN (words.value = '7') THEN 'MASTER' WHEN (words.value = '8') THEN 'DOCTORATE' ELSE NULL END || '"')), kervan_missing(NULL::text, 'CooperationCondition.eqfLevels')), ','), '') || ']')) AS anon_4
FROM jsonb_array_elements_text(e3.value -> 'eqf_levels') AS words(value)) END)) || ((',"placesPerYear":' || CAST(CAST(e3.value ->> 'places_per_year' AS INTEGER) AS TEXT)) || (',"monthsPerPlace":' || (coalesce(('"' || ((e3.value ->> 'months_per_place') || '"')), 'null') || '}')))), kervan_missing(NULL::text, 'Agreement.conditions')), ','), '') || ']')) AS anon_3
FROM jsonb_array_elements(s2.conditions) AS e3(value)) END || '}')), kervan_missing(NULL::text, 'Agreement')), ','
ORDER BY s2.id ASC), '') || ']}')) AS anon_2
FROM (SELECT t1.id AS id, t1.version AS version, t1.reference AS reference, t1.programme AS programme, t1.partner_id AS partner_id, t1.status AS status, t1.first_year AS first_year, t1.last_year AS last_year, t1.signed_on AS signed_on, t1.imported AS imported, t1.conditions AS conditions, t1.signatures AS signatures, t1.partner AS partner, t1.search AS search
FROM agreement_view AS t1
WHERE true
ORDER BY t1.id ASC
LIMIT 1) AS s2
HAVING true) || '}')) AS anon_1
