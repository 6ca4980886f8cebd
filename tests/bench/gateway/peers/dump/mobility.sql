SELECT json_object(
    'id': 'Mobility.' || m.id,
    'cursor': translate(
        encode(convert_to(json_build_array('id', m.id)::text, 'UTF8'), 'base64'), E'+/=\n', '-_'),
    'status': upper(replace(m.status, '-', '_')), 'begins': m.begins, 'ends': m.ends,
    'person': json_object('id': 'Person.' || p.id, 'givenName': p.given_name, 'familyName': p.family_name),
    'agreement': CASE WHEN m.agreement_id IS NOT NULL THEN json_object(
        '__typename': 'Agreement', 'id': 'Agreement.' || m.agreement_id) END,
    'partner': CASE WHEN m.partner_id IS NOT NULL THEN json_object(
        '__typename': 'Partner', 'id': 'Partner.' || m.partner_id) END)
FROM mobility_view m JOIN person_view p ON p.id = m.person_id
ORDER BY m.id
