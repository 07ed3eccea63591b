"""Tickets: every turn's record, from which it can be shown and run again."""
