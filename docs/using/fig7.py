"""fig7 from Python: the replica entropies of two-layer networks, and whether they are the figure's.

    bazel run //paper_figures:fig7
    bazel build //infoflow/python:infoflow
    PYTHONPATH=bazel-bin/infoflow/python /usr/bin/python3 docs/using/fig7.py

Cells begin with "# %%": Jupyter and editors run them one by one.
"""

# %% The table that the figure wrote.
import csv
import sys

import infoflow
import numpy as np
from infoflow.activations import HardTanh, Linear, ReLU
from infoflow.ensembles import Gaussian
from infoflow.priors import Normal

path = sys.argv[1] if len(sys.argv) > 1 else "figures/replica_estimators/data/entropies.csv"
with open(path, newline="") as file:
    rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
print(f"{path}: {len(rows)} rows")


# %% The same networks: n units in both layers, W = sigma G / sqrt(n), noise on the last one.
NOISE = 1e-5
ACTIVATIONS = {"linear": Linear, "hardtanh": HardTanh, "relu": ReLU}


def network(activation, sigma, layers):
    make = ACTIVATIONS[activation]
    noises = [0.0] * (layers - 1) + [NOISE]
    return infoflow.Network([Normal(0, 1)] + [make(noise) for noise in noises],
                            [Gaussian(alpha=1, var=sigma**2)] * layers)


networks = [network(row["activation"], float(row["sigma"]), int(row["layer"])) for row in rows]

# %% All of them in one call, in parallel.
entropy, information, mmse = infoflow.entropy_sweep(networks).T

# %% A curve, nats per unit.
print("hardtanh, layer 2\n     sigma   entropy")
for row, value in zip(rows, entropy):
    if (row["activation"], row["layer"]) == ("hardtanh", "2"):
        print(f"{float(row['sigma']):10.4f} {value:9.4f}")

# %% Against the figure.
for name, values in [("replica", entropy), ("mutual_information", information)]:
    figure = np.array([float(row[name]) for row in rows])
    difference = np.max(np.abs(values - figure) / np.maximum(1, np.abs(figure)))
    print(f"{name}: largest difference {difference:.1e}")
    if not difference <= 1e-9:
        sys.exit(f"{name} is not what the figure has")
