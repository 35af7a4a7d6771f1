"""Ledgers: tables of an office read into items, and items told apart from what a table says (domain.md §3)."""
