SELECT ('{"agreements":{"totalCount":' || (CAST((SELECT count(*) AS count_1
FROM agreement_view AS t3
WHERE true AND t3.status = $1::VARCHAR) AS TEXT) || '}}')) AS anon_1
