"""What the program can do, free of any user interface: load, save, commit, history, sync."""
