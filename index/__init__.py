"""Clauses → hits: a vector store and a lexical index over the corpus, fused."""
