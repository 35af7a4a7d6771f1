"""What each export format says of the chosen items; the bytes are made in `exchange`."""
