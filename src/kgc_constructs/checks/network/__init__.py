"""Who may talk to whom: what is needed, and nothing beyond it."""
