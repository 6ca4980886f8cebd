SELECT ('{"instalments":' || ((SELECT ('{"nodes":[' || (coalesce(string_agg(coalesce((('{"number":' || CAST(s2.number AS TEXT)) || (',"dueOn":' || (coalesce(('"' || (CAST(s2.due_on AS TEXT) || '"')), 'null') || '}'))), kervan_missing(NULL::text, 'Instalment')), ','
ORDER BY s2.due_by ASC, s2.id ASC), '') || ']}')) AS anon_2
FROM (SELECT t1.id AS id, t1.version AS version, t1.grant_id AS grant_id, t1.person_id AS person_id, t1.faculty AS faculty, t1.programme AS programme, t1.call_year AS call_year, t1.number AS number, t1.kind AS kind, t1.amount AS amount, t1.due_on AS due_on, t1.due_by AS due_by, t1.status AS status, t1.payment_order_id AS payment_order_id
FROM instalment_view AS t1
WHERE true AND t1.status = $1::VARCHAR AND t1.due_by < $2::DATE
ORDER BY t1.due_by ASC, t1.id ASC
LIMIT 20) AS s2
HAVING true) || '}')) AS anon_1
