from typing import Dict, Optional, Tuple

from numpy.typing import ArrayLike

def gaussian_entropy(covariance: ArrayLike) -> float: ...
def linear_layer_entropy(weights: ArrayLike, noise_variance: float) -> float: ...
def estimate_gaussian_entropy(samples: ArrayLike) -> Dict[str, float]: ...
def nearest_neighbour_entropy(
    samples: ArrayLike,
    neighbours: int = 3,
    norm: str = "maximum",
    jitter: float = 0.0,
    seed: int = 0,
    threads: int = 0,
) -> float: ...
def nearest_neighbour_information(
    x: ArrayLike,
    y: ArrayLike,
    neighbours: int = 3,
    jitter: float = 0.0,
    seed: int = 0,
    threads: int = 0,
) -> float: ...
def mixture_entropy_bounds(
    centres: ArrayLike, noise_variance: float, threads: int = 0
) -> Dict[str, float]: ...
def binned_entropy(
    samples: ArrayLike,
    bins: int = 30,
    range: Optional[Tuple[float, float]] = None,
    miller_madow: bool = False,
) -> float: ...
