"""Shared views as sheets: what the screen paints and the command line prints of a matrix, a register, a chain."""
