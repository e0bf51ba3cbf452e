from typing import Dict, Sequence

import numpy
from numpy.typing import ArrayLike

def profile(
    images: ArrayLike,
    test_images: ArrayLike,
    sizes: Sequence[int],
    weight_variance: float = 1.76,
    bias_variance: float = 0.05,
    activation: str = "tanh",
    decoder: str = "ridge",
    ridge_penalty: float = 1e-4,
    epochs: int = 1,
    batch: int = 64,
    learning_rate: float = 1e-3,
    layers_left_out: int = 2,
    normalize_first: bool = True,
    seed: int = 1,
    threads: int = 0,
) -> Dict[str, numpy.ndarray]: ...
