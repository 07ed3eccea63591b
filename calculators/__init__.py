"""Calculators: inputs + parameters + date → result with steps. Pure; they import nothing of ours but ``corpus``."""
