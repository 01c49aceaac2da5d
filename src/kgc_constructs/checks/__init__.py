"""What must hold across the rendered documents, before anything is written or deployed."""
