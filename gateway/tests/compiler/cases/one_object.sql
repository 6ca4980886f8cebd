SELECT ('{"mobility":' || (coalesce((SELECT coalesce(((('{"id":"Mobility.' || CAST(t1.id AS TEXT)) || ('","status":"' || upper(t1.status COLLATE "C"))) || (('","days":' || coalesce(CAST(t1.days AS TEXT), 'null')) || (',"begins":' || (coalesce(('"' || (CAST(t1.begins AS TEXT) || '"')), 'null') || '}')))), kervan_missing(NULL::text, 'Mobility')) AS coalesce_1
FROM mobility_view AS t1
WHERE t1.id = $1::UUID AND true), 'null') || '}')) AS anon_1
