"""One file a use case: lock, decide, save. The edge commits.

Rows are locked in one order everywhere, so that no two use cases wait for each other: person, call,
agreements, then applications, placements and mobilities of that call, then a mobility's file and its
learning agreement.
"""
