"""Every role along every route, by the rules that the routes declare."""
