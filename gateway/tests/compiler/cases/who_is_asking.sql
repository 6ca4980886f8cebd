SELECT (('{"me":{"roles":' || (CAST($1::VARCHAR AS TEXT) || ',"faculty":')) || ((coalesce(CAST(to_json($2::VARCHAR) AS TEXT), 'null') || ',"person":') || (coalesce((SELECT coalesce(('{"givenName":' || (CAST(to_json(t1.given_name) AS TEXT) || '}')), kervan_missing(NULL::text, 'Person')) AS coalesce_1
FROM person_view AS t1
WHERE t1.id = $3::UUID AND t1.id = $3::UUID), 'null') || '}}'))) AS anon_1
