WITH page AS (
    SELECT row_number() OVER (ORDER BY p.name, p.id) AS at,
        json_build_array('name,id', p.name, p.id)::text AS place,
        json_object(
            'id': 'Partner.' || p.id, 'name': p.name, 'country': p.country, 'city': p.city,
            'erasmusCode': p.erasmus_code, 'website': p.website) AS node
    FROM partner_view p
    WHERE (p.name, p.id) > ($1::text, $2::uuid)
    ORDER BY p.name, p.id
    LIMIT 101
)
SELECT json_object('data': json_object('partners': json_object(
    'nodes': coalesce(json_agg(node ORDER BY at) FILTER (WHERE at <= 100), '[]'),
    'pageInfo': json_object(
        'hasNextPage': count(*) > 100,
        'endCursor': translate(
            encode(convert_to((array_agg(place ORDER BY at DESC) FILTER (WHERE at <= 100))[1], 'UTF8'), 'base64'),
            E'+/=\n', '-_')))))::text
FROM page
