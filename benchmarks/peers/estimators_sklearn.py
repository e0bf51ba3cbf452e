"""What scikit-learn has of the estimators. Nats."""

import math

import driver

sklearn = driver.require("sklearn", "python3-sklearn")
numpy = driver.require("numpy", "python3-numpy")
from scipy.special import digamma, gammaln
from shared_numbers import normals
from sklearn.feature_selection import mutual_info_regression
from sklearn.neighbors import NearestNeighbors

NEIGHBOURS = 3


def euclidean_entropy(rows, columns):
    """Kozachenko and Leonenko's from brute-force neighbours."""
    samples = normals(1, rows * columns).reshape(rows, columns)
    log_ball = 0.5 * columns * math.log(math.pi) - gammaln(0.5 * columns + 1.0)

    def step():
        search = NearestNeighbors(n_neighbors=NEIGHBOURS, algorithm="brute").fit(samples)
        radii = search.kneighbors()[0][:, -1]
        logs = columns * numpy.log(radii).mean()
        return digamma(rows) - digamma(NEIGHBOURS) + log_ball + logs

    return [step()], step


def mutual_information(rows):
    """Kraskov's, of two correlated variables, each with mean square 1."""
    x = normals(1, rows)
    y = 0.8 * x + 0.6 * normals(2, rows)
    x /= numpy.sqrt(numpy.square(x).mean())
    y /= numpy.sqrt(numpy.square(y).mean())

    def step():
        return mutual_info_regression(x[:, None], y, n_neighbors=NEIGHBOURS, random_state=1)[0]

    return [step()], step


if __name__ == "__main__":
    works = {"euclidean_entropy": euclidean_entropy, "mutual_information": mutual_information}
    driver.serve(works, [sklearn, numpy])
