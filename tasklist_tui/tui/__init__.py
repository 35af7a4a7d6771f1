"""The only home of textual."""
