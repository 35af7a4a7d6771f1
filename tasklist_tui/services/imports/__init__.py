"""Import: what is done with a file on its way to a draft; `services/importing.py` is the door."""
