"""Real servers for tests: started as processes on loopback, waited for, and certainly ended."""
