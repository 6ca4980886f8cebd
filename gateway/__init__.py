"""The GraphQL gateway: what web and mobile clients see of the whole office.

Every service's events become wide views here; queries read those, mutations go to the owning service.
"""
