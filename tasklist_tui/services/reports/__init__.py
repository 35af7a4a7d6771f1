"""The words of each kind of report; numbers and items come from `domain/reports.py`, paint from `exchange`."""
