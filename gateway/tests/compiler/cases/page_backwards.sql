SELECT json_object('partners' : (SELECT json_object('nodes' : coalesce(json_agg(json_object('name' : s2.name RETURNING json)
ORDER BY s2.row_number DESC) FILTER (WHERE s2.row_number <= 2), '[]'::json), 'pageInfo' : json_object('hasPreviousPage' : count(*) > 2, 'startCursor' : translate(encode(convert_to(kervan_first(array_agg(CAST(json_build_array('name,id', s2.name, s2.id) AS TEXT)
ORDER BY s2.row_number DESC) FILTER (WHERE s2.row_number <= 2)), 'UTF8'), 'base64'), E'+/=\n', '-_') RETURNING json) RETURNING json) AS anon_2
FROM (SELECT t1.id AS id, t1.version AS version, t1.name AS name, t1.country AS country, t1.city AS city, t1.erasmus_code AS erasmus_code, t1.pic AS pic, t1.oid AS oid, t1.website AS website, t1.charter_start AS charter_start, t1.charter_end AS charter_end, t1.search AS search, row_number() OVER (ORDER BY t1.name DESC, t1.id DESC) AS row_number
FROM partner_view AS t1
WHERE true
ORDER BY t1.name DESC, t1.id DESC
LIMIT 3) AS s2
HAVING true) RETURNING json) AS anon_1
