"""What is interrupted can be run again, and then it is complete."""
