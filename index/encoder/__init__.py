"""Texts → vectors. The default encoder ships with the project; any sentence-transformers model may take its place."""
