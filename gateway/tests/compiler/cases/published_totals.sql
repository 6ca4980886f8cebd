SELECT ('{"programmeStatistics":' || ((SELECT ('[' || (coalesce(string_agg(coalesce((('{"programme":' || coalesce(('"' || (translate(upper(r4.programme COLLATE "C"), '-', '_') || '"')), 'null')) || (',"beneficiaries":' || (coalesce(CAST(r4.beneficiaries AS TEXT), 'null') || '}'))), kervan_missing(NULL::text, 'programmeStatistics')), ','), '') || ']')) AS anon_2
FROM (SELECT anon_3.programme AS programme, (SELECT count(*) AS count_1
FROM mobility_view
WHERE mobility_view.programme = anon_3.programme AND mobility_view.call_year BETWEEN $1::INTEGER AND $2::INTEGER AND mobility_view.status != 'withdrawn') AS beneficiaries, CASE WHEN (anon_3.programme IN ('foreign-students')) THEN NULL ELSE (SELECT count(*) AS count_2
FROM agreement_view
WHERE agreement_view.programme = anon_3.programme AND EXTRACT(year
FROM agreement_view.signed_on) BETWEEN $1::INTEGER AND $2::INTEGER) END AS agreements
FROM unnest($3::TEXT[]) WITH ORDINALITY AS anon_3(programme, at)
ORDER BY anon_3.at) AS r4) || '}')) AS anon_1
