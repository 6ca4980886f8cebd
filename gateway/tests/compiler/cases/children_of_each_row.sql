SELECT ('{"events":' || ((SELECT ('{"nodes":[' || (coalesce(string_agg(coalesce((('{"title":{"en":' || CAST(to_json(s2.title ->> 'en') AS TEXT)) || ('},"registrations":' || ((SELECT (('{"totalCount":' || CAST((SELECT count(*) AS count_1
FROM registration_view AS t5
WHERE t5.person_id = $1::UUID AND t5.event_id = s2.id) AS TEXT)) || (',"nodes":[' || (coalesce(string_agg(coalesce(('{"status":"' || (upper(s4.status COLLATE "C") || '"}')), kervan_missing(NULL::text, 'Registration')), ','
ORDER BY s4.id ASC), '') || ']}'))) AS anon_3
FROM (SELECT t3.id AS id, t3.version AS version, t3.event_id AS event_id, t3.person_id AS person_id, t3.faculty AS faculty, t3.status AS status, t3.place_in_line AS place_in_line, t3.placement AS placement, t3.attended AS attended, t3.completion AS completion, t3.check_in_code AS check_in_code, t3.checked_in_at AS checked_in_at, t3.rating AS rating, t3.hours AS hours, t3.person AS person
FROM registration_view AS t3
WHERE t3.person_id = $1::UUID AND t3.event_id = s2.id
ORDER BY t3.id ASC
LIMIT 3) AS s4
HAVING true) || '}'))), kervan_missing(NULL::text, 'Event')), ','
ORDER BY s2.begins_at ASC, s2.id ASC), '') || ']}')) AS anon_2
FROM (SELECT t1.id AS id, t1.version AS version, t1.kind AS kind, t1.title AS title, t1.begins_at AS begins_at, t1.ends_at AS ends_at, t1.venue AS venue, t1.capacity AS capacity, t1.registered AS registered, t1.waiting AS waiting, t1.attended AS attended, t1.no_show AS no_show, t1.rated AS rated, t1.rating_mean AS rating_mean, t1.call_id AS call_id, t1.status AS status, t1.course AS course, t1.hours AS hours, t1.confirmed_hours AS confirmed_hours, t1.volunteering AS volunteering
FROM event_view AS t1
WHERE true
ORDER BY t1.begins_at ASC, t1.id ASC
LIMIT 2) AS s2
HAVING true) || '}')) AS anon_1
