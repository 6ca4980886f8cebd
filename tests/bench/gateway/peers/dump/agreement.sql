SELECT json_object(
    'id': 'Agreement.' || id, 'reference': reference, 'status': upper(replace(status, '-', '_')))
FROM agreement_view
