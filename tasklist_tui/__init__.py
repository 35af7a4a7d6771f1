"""Task lists of People's Congress offices, edited in the terminal and shared through git."""

__version__ = "0.1.0"
