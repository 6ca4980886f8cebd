SELECT ('{"partners":' || ((SELECT (('{"edges":[' || (coalesce(string_agg(coalesce((('{"cursor":"' || translate(encode(convert_to(CAST(json_build_array('name,id', s2.name, s2.id) AS TEXT), 'UTF8'), 'base64'), E'+/=\n', '-_')) || ('","node":{"name":' || (CAST(to_json(s2.name) AS TEXT) || '}}'))), kervan_missing(NULL::text, 'Partner')), ','
ORDER BY s2.name ASC, s2.id ASC) FILTER (WHERE s2.row_number <= 2), '') || '],"pageInfo":{"hasNextPage":')) || ((CAST(count(*) > 2 AS TEXT) || ',"endCursor":') || (coalesce(('"' || (translate(encode(convert_to(CASE WHEN (count(*) > 0) THEN CAST(json_build_array('name,id', (array_agg(s2.name
ORDER BY s2.name ASC, s2.id ASC) FILTER (WHERE s2.row_number <= 2))[least(count(*), 2)], (array_agg(s2.id
ORDER BY s2.name ASC, s2.id ASC) FILTER (WHERE s2.row_number <= 2))[least(count(*), 2)]) AS TEXT) END, 'UTF8'), 'base64'), E'+/=\n', '-_') || '"')), 'null') || '}}'))) AS anon_2
FROM (SELECT t1.id AS id, t1.version AS version, t1.name AS name, t1.country AS country, t1.city AS city, t1.erasmus_code AS erasmus_code, t1.pic AS pic, t1.oid AS oid, t1.website AS website, t1.charter_start AS charter_start, t1.charter_end AS charter_end, t1.latitude AS latitude, t1.longitude AS longitude, t1.merged AS merged, t1.merged_into_id AS merged_into_id, t1.search AS search, row_number() OVER (ORDER BY t1.name ASC, t1.id ASC) AS row_number
FROM partner_view AS t1
WHERE true AND (t1.name, t1.id) > ($1::VARCHAR, $2::UUID)
ORDER BY t1.name ASC, t1.id ASC
LIMIT 3) AS s2
HAVING true) || '}')) AS anon_1
