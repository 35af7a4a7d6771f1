"""The command line: thin, imports the rest inside functions."""
