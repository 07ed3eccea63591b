"""A table whose rows learn by Adam, each only when a batch uses it."""

import numpy as np
from numpy.typing import NDArray


class RowAdam:
    """A table of parameters with Adam's running means beside it."""

    def __init__(self, values: NDArray[np.float32] | NDArray[np.float64]) -> None:
        self.values: NDArray[np.float32] = np.ascontiguousarray(values, dtype=np.float32)
        self._mean, self._square = np.zeros_like(self.values), np.zeros_like(self.values)
        self._steps = 0

    def step(self, rows: NDArray[np.int64], slope: NDArray[np.float32], rate: float) -> None:
        """Move these rows against the slope."""
        self._steps += 1
        mean = 0.9 * self._mean[rows] + 0.1 * slope
        square = 0.999 * self._square[rows] + 0.001 * slope**2
        self._mean[rows], self._square[rows] = mean, square
        size = rate * np.sqrt(1 - 0.999**self._steps) / (1 - 0.9**self._steps)
        self.values[rows] -= (size * mean / (np.sqrt(square) + 1e-8)).astype(np.float32)
