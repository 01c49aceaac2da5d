"""Who logs in to Vault: the pods, their service accounts, and the roles that are bound to them."""
