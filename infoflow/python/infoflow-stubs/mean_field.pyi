from typing import Any, Dict

import numpy
from numpy.typing import ArrayLike

def solve(activation: str, weight_variance: float, bias_variance: float) -> Dict[str, Any]: ...
def sweep(
    activation: str, weight_variances: ArrayLike, bias_variance: float, threads: int = 0
) -> numpy.ndarray: ...
def trajectory(
    activation: str,
    weight_variance: float,
    bias_variance: float,
    variance: float,
    correlation: float,
    layers: int,
) -> numpy.ndarray: ...
def critical_weight_variance(activation: str, bias_variance: float) -> float: ...
