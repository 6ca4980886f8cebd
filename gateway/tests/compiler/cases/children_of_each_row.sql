SELECT json_object('events' : (SELECT json_object('nodes' : coalesce(json_agg(json_object('title' : coalesce(CASE WHEN (jsonb_typeof(s2.title) = 'object') THEN json_object('en' : coalesce(s2.title ->> 'en', kervan_missing(NULL::text, 'LocalizedText.en')) RETURNING json) ELSE NULL END, kervan_missing(NULL::json, 'Event.title')), 'registrations' : (SELECT json_object('totalCount' : (SELECT count(*) AS count_1
FROM registration_view AS t5
WHERE t5.person_id = $1::UUID AND t5.event_id = s2.id), 'nodes' : coalesce(json_agg(json_object('status' : upper(s4.status COLLATE "C") RETURNING json)
ORDER BY s4.id ASC), '[]'::json) RETURNING json) AS anon_3
FROM (SELECT t3.id AS id, t3.version AS version, t3.event_id AS event_id, t3.person_id AS person_id, t3.faculty AS faculty, t3.status AS status, t3.place_in_line AS place_in_line, t3.person AS person
FROM registration_view AS t3
WHERE t3.person_id = $1::UUID AND t3.event_id = s2.id
ORDER BY t3.id ASC
LIMIT 3) AS s4
HAVING true) RETURNING json)
ORDER BY s2.begins_at ASC, s2.id ASC), '[]'::json) RETURNING json) AS anon_2
FROM (SELECT t1.id AS id, t1.version AS version, t1.kind AS kind, t1.title AS title, t1.begins_at AS begins_at, t1.ends_at AS ends_at, t1.venue AS venue, t1.capacity AS capacity, t1.registered AS registered, t1.waiting AS waiting, t1.call_id AS call_id, t1.status AS status
FROM event_view AS t1
WHERE true
ORDER BY t1.begins_at ASC, t1.id ASC
LIMIT 2) AS s2
HAVING true) RETURNING json) AS anon_1
