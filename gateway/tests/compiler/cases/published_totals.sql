SELECT json_object('programmeStatistics' : (SELECT coalesce(json_agg(json_object('programme' : translate(upper(r4.programme COLLATE "C"), '-', '_'), 'beneficiaries' : r4.beneficiaries RETURNING json)), CAST('[]' AS JSON)) AS coalesce_1
FROM (SELECT anon_2.programme AS programme, (SELECT count(*) AS count_1
FROM mobility_view
WHERE mobility_view.programme = anon_2.programme AND mobility_view.call_year BETWEEN $1::INTEGER AND $2::INTEGER AND mobility_view.status != 'withdrawn') AS beneficiaries, CASE WHEN (anon_2.programme IN ('foreign-students')) THEN NULL ELSE (SELECT count(*) AS count_2
FROM agreement_view
WHERE agreement_view.programme = anon_2.programme AND EXTRACT(year
FROM agreement_view.signed_on) BETWEEN $1::INTEGER AND $2::INTEGER) END AS agreements
FROM unnest($3::TEXT[]) WITH ORDINALITY AS anon_2(programme, at)
ORDER BY anon_2.at) AS r4) RETURNING json) AS anon_1
