SELECT ('{"applications":' || ((SELECT (('{"totalCount":' || CAST((SELECT count(*) AS count_1
FROM application_view AS t3
WHERE (t3.person_id = $1::UUID AND t3.call_status IN ('open', 'published', 'closed') OR t3.person_id = $1::UUID) AND CASE WHEN (t3.person_id = $1::UUID AND t3.call_status IN ('open', 'published', 'closed')) THEN t3.status ELSE NULL END = $2::VARCHAR) AS TEXT)) || (',"nodes":[' || (coalesce(string_agg(coalesce(('{"rank":' || (CASE WHEN (s2.person_id = $1::UUID AND s2.call_status IN ('open', 'published', 'closed')) THEN coalesce(CAST(s2.rank AS TEXT), 'null') ELSE 'null' END || '}')), kervan_missing(NULL::text, 'Application')), ','
ORDER BY s2.id ASC), '') || ']}'))) AS anon_2
FROM (SELECT t1.id AS id, t1.version AS version, t1.call_id AS call_id, t1.person_id AS person_id, t1.faculty AS faculty, t1.eqf_level AS eqf_level, t1.isced_code AS isced_code, t1.status AS status, t1.submitted_at AS submitted_at, t1.score AS score, t1.rank AS rank, t1.preferences AS preferences, t1.score_lines AS score_lines, t1.refused_by AS refused_by, t1.appeal_status AS appeal_status, t1.call_status AS call_status, t1.person AS person
FROM application_view AS t1
WHERE (t1.person_id = $1::UUID AND t1.call_status IN ('open', 'published', 'closed') OR t1.person_id = $1::UUID) AND CASE WHEN (t1.person_id = $1::UUID AND t1.call_status IN ('open', 'published', 'closed')) THEN t1.status ELSE NULL END = $3::VARCHAR
ORDER BY t1.id ASC
LIMIT 2) AS s2
HAVING true) || '}')) AS anon_1
