"""What the API answers with, a module a resource; field names are those of the graph and the ledger."""
