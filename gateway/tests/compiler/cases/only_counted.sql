SELECT json_object('agreements' : json_object('totalCount' : (SELECT count(*) AS count_1
FROM agreement_view AS t3
WHERE true AND t3.status = $1::VARCHAR) RETURNING json) RETURNING json) AS anon_1
