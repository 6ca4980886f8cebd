"""One file a use case: lock the budget, decide in the domain, save state, events and ledger together."""
