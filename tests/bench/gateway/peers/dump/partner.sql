SELECT json_object('id': 'Partner.' || id, 'name': name, 'country': country) FROM partner_view
