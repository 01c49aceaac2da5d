"""What must hold between the environments of one system."""
