"""Certificates: valid for the hosts that are public."""
