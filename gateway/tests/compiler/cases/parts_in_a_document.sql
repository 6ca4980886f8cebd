SELECT json_object('agreements' : (SELECT json_object('nodes' : coalesce(json_agg(json_object('conditions' : coalesce(CASE WHEN (jsonb_typeof(s2.conditions) = 'array') THEN (SELECT coalesce(json_agg(json_object('id' : coalesce('CooperationCondition.' || CAST(CAST(e3.value AS JSONB) ->> 'id' AS TEXT), kervan_missing(NULL::text, 'CooperationCondition.id')), 'eqfLevels' : coalesce(CASE WHEN (jsonb_typeof(CAST(e3.value AS JSONB) -> 'eqf_levels') = 'array') THEN (SELECT coalesce(json_agg(coalesce(CASE WHEN (words.value = '5') THEN 'SHORT_CYCLE' WHEN (words.value = '6') THEN 'BACHELOR' WHEN (words.value = '7') THEN 'MASTER' WHEN (words.value = '8') THEN 'DOCTORATE' ELSE NULL END, kervan_missing(NULL::text, 'CooperationCondition.eqfLevels'))
ORDER BY words.at), '[]'::json) AS coalesce_2
FROM jsonb_array_elements_text(CAST(e3.value AS JSONB) -> 'eqf_levels') WITH ORDINALITY AS words(value, at)) ELSE NULL END, kervan_missing(NULL::json, 'CooperationCondition.eqfLevels')), 'placesPerYear' : coalesce(CAST(CAST(e3.value AS JSONB) ->> 'places_per_year' AS INTEGER), kervan_missing(NULL::int, 'CooperationCondition.placesPerYear')), 'monthsPerPlace' : CAST(e3.value AS JSONB) ->> 'months_per_place' RETURNING json)
ORDER BY e3.at), '[]'::json) AS coalesce_1
FROM jsonb_array_elements(s2.conditions) WITH ORDINALITY AS e3(value, at)) ELSE NULL END, kervan_missing(NULL::json, 'Agreement.conditions')) RETURNING json)
ORDER BY s2.id ASC), '[]'::json) RETURNING json) AS anon_2
FROM (SELECT t1.id AS id, t1.version AS version, t1.reference AS reference, t1.programme AS programme, t1.partner_id AS partner_id, t1.status AS status, t1.first_year AS first_year, t1.last_year AS last_year, t1.signed_on AS signed_on, t1.imported AS imported, t1.conditions AS conditions, t1.signatures AS signatures, t1.partner AS partner, t1.search AS search
FROM agreement_view AS t1
WHERE true
ORDER BY t1.id ASC
LIMIT 1) AS s2
HAVING true) RETURNING json) AS anon_1
