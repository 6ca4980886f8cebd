WITH page AS (
    SELECT row_number() OVER (ORDER BY m.id) AS at, json_build_array('id', m.id)::text AS place,
        json_object(
            'id': 'Mobility.' || m.id, 'status': upper(replace(m.status, '-', '_')), 'begins': m.begins, 'ends': m.ends,
            'person': CASE WHEN m.person IS NOT NULL THEN json_object(
                'id': 'Person.' || m.person_id, 'givenName': m.person->'given_name', 'familyName': m.person->'family_name')
                END,
            'agreement': CASE WHEN m.agreement IS NOT NULL THEN json_object(
                'id': 'Agreement.' || m.agreement_id, 'reference': m.agreement->'reference',
                'status': upper(replace(m.agreement->>'status', '-', '_'))) END,
            'partner': CASE WHEN m.partner IS NOT NULL THEN json_object(
                'id': 'Partner.' || m.partner_id, 'name': m.partner->'name', 'country': m.partner->'country') END,
            'grant': CASE WHEN m."grant" IS NOT NULL THEN json_object(
                'id': 'Grant.' || m.grant_id, 'status': upper(replace(m."grant"->>'status', '-', '_')),
                'amount': CASE WHEN m."grant" ? 'amount' THEN json_object(
                    'amount': m."grant"->'amount'->'amount', 'currency': m."grant"->'amount'->'currency') END,
                'paid': json_object(
                    'amount': m."grant"->'paid'->'amount', 'currency': m."grant"->'paid'->'currency'),
                'instalments': (
                    SELECT coalesce(json_agg(json_object(
                        'number': i->'number',
                        'amount': json_object('amount': i->'amount'->'amount', 'currency': i->'amount'->'currency'),
                        'dueOn': i->'due_on', 'status': upper(replace(i->>'status', '-', '_')))), '[]')
                    FROM jsonb_array_elements(m."grant"->'instalments') i)) END) AS node
    FROM mobility_view m
    WHERE m.id > $1::uuid
    ORDER BY m.id
    LIMIT 21
)
SELECT json_object('data': json_object('mobilities': json_object(
    'nodes': coalesce(json_agg(node ORDER BY at) FILTER (WHERE at <= 20), '[]'),
    'pageInfo': json_object(
        'hasNextPage': count(*) > 20,
        'endCursor': translate(
            encode(convert_to((array_agg(place ORDER BY at DESC) FILTER (WHERE at <= 20))[1], 'UTF8'), 'base64'),
            E'+/=\n', '-_')))))::text
FROM page
