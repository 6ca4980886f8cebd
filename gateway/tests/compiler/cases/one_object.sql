SELECT json_object('mobility' : (SELECT json_object('id' : 'Mobility.' || CAST(t1.id AS TEXT), 'status' : upper(t1.status COLLATE "C"), 'days' : t1.days, 'begins' : t1.begins RETURNING json) AS anon_2
FROM mobility_view AS t1
WHERE t1.id = $1::UUID AND true) RETURNING json) AS anon_1
