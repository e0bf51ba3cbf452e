"""infoflow from Python; entropies are in nats. help(infoflow) has the formulas."""

from typing import Any, Dict, List, Sequence, Tuple, Union

import numpy
from numpy.typing import ArrayLike

from . import activations, cascade, ensembles, estimators, ising, mean_field, priors
from .activations import Activation
from .ensembles import Ensemble
from .priors import Prior

__version__: str

Weights = Union[ArrayLike, Tuple[float, ArrayLike], Ensemble]
Layers = List[Union[Prior, Activation]]

class Network:
    def __init__(self, layers: Layers, weights: List[Weights]) -> None: ...
    @property
    def depth(self) -> int: ...
    def size_ratio(self, i: int) -> float: ...
    def entropy(
        self,
        solver: str = "auto",
        tolerance: float = 1e-10,
        max_iterations: int = 2000,
        allow_unconverged: bool = False,
        warm_start: Sequence[float] = [],
    ) -> Dict[str, Any]: ...
    def layer_entropies(
        self,
        solver: str = "auto",
        tolerance: float = 1e-10,
        max_iterations: int = 2000,
        allow_unconverged: bool = False,
    ) -> numpy.ndarray: ...

def entropy_sweep(
    networks: List[Network],
    solver: str = "auto",
    tolerance: float = 1e-10,
    max_iterations: int = 2000,
    allow_unconverged: bool = False,
    threads: int = 0,
) -> numpy.ndarray: ...
def compute_entropy(
    layers: Layers,
    weights: List[Weights],
    v0: Union[None, float, Sequence[float]] = None,
    return_extra: bool = False,
    max_iter: int = 2000,
    tol: float = 1e-10,
    use_vamp: bool = False,
) -> Any: ...
def compute_mi(
    layers: Layers,
    weights: List[Weights],
    v0: Union[None, float, Sequence[float]] = None,
    max_iter: int = 2000,
    tol: float = 1e-10,
) -> float: ...
def compute_all(
    layers: Layers,
    weights: List[Weights],
    max_iter: int = 2000,
    tol: float = 1e-10,
    use_vamp: bool = False,
) -> Tuple[List[float], List[Dict[str, Any]]]: ...
