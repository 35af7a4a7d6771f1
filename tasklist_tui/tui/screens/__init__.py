"""Screens lay out and route."""
