WITH page AS (
    SELECT row_number() OVER (ORDER BY m.id) AS at, json_build_array('id', m.id)::text AS place,
        json_object(
            'id': 'Mobility.' || m.id, 'status': upper(replace(m.status, '-', '_')),
            'begins': m.begins, 'ends': m.ends,
            'person': CASE WHEN m.person IS NOT NULL THEN json_object(
                'id': 'Person.' || m.person_id, 'givenName': m.person->'given_name',
                'familyName': m.person->'family_name') END) AS node
    FROM mobility_view m
    WHERE m.partner_id = $1::uuid AND m.status = $2::text
    ORDER BY m.id
    LIMIT 21
)
SELECT json_object('data': json_object('mobilities': json_object(
    'totalCount': (SELECT count(*) FROM mobility_view WHERE partner_id = $1::uuid AND status = $2::text),
    'nodes': coalesce(json_agg(node ORDER BY at) FILTER (WHERE at <= 20), '[]'),
    'pageInfo': json_object(
        'hasNextPage': count(*) > 20,
        'endCursor': translate(
            encode(convert_to((array_agg(place ORDER BY at DESC) FILTER (WHERE at <= 20))[1], 'UTF8'), 'base64'),
            E'+/=\n', '-_')))))::text
FROM page
