"""Secrets: granted to those who read them, and written down nowhere."""
