"""What we say of the rendered environments, shown on real servers."""
