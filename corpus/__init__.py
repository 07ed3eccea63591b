"""The law as data: policies, their clauses and exact spans. Imports nothing of ours."""
