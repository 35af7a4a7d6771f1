"""The only home of git."""
