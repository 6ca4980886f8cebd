SELECT json_object('instalments' : (SELECT json_object('nodes' : coalesce(json_agg(json_object('number' : s2.number, 'dueOn' : s2.due_on RETURNING json)
ORDER BY s2.due_by ASC, s2.id ASC), '[]'::json) RETURNING json) AS anon_2
FROM (SELECT t1.id AS id, t1.version AS version, t1.grant_id AS grant_id, t1.person_id AS person_id, t1.faculty AS faculty, t1.programme AS programme, t1.call_year AS call_year, t1.number AS number, t1.kind AS kind, t1.amount AS amount, t1.due_on AS due_on, t1.due_by AS due_by, t1.status AS status, t1.payment_order_id AS payment_order_id
FROM instalment_view AS t1
WHERE true AND t1.status = $1::VARCHAR AND t1.due_by < $2::DATE
ORDER BY t1.due_by ASC, t1.id ASC
LIMIT 20) AS s2
HAVING true) RETURNING json) AS anon_1
