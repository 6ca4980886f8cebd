SELECT json_object('me' : json_object('roles' : CAST($1::VARCHAR AS JSON), 'faculty' : $2::VARCHAR, 'person' : (SELECT json_object('givenName' : t1.given_name RETURNING json) AS anon_2
FROM person_view AS t1
WHERE t1.id = $3::UUID AND t1.id = $3::UUID) RETURNING json) RETURNING json) AS anon_1
