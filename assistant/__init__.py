"""Question → checked reply: one LangChain agent over search, reading and calculation, whoever drives it."""
