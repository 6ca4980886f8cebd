SELECT json_object(
    'id': 'Mobility.' || mobility_id,
    'grant': json_object(
        'id': 'Grant.' || id, 'status': upper(replace(status, '-', '_')), 'amount': amount, 'paid': paid,
        'instalments': (
            SELECT json_agg(json_object(
                'number': i->'number', 'amount': i->'amount', 'dueOn': i->'due_on',
                'status': upper(replace(i->>'status', '-', '_'))))
            FROM jsonb_array_elements(instalments) i)))
FROM grant_view
