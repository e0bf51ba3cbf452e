"""Entropies and information from samples, with scipy, scikit-learn and numpy. Nats."""

import math

import driver

numpy = driver.require("numpy", "python3-numpy")
scipy = driver.require("scipy", "python3-scipy")
from scipy.spatial import cKDTree, distance
from scipy.special import digamma, gammaln
from shared_numbers import normals

NEIGHBOURS = 3


def samples_of(seed, rows, columns):
    return normals(seed, rows * columns).reshape(rows, columns)


def entropy(radii, columns, log_ball):
    """Kozachenko and Leonenko's, from the distances to the k-th neighbour."""
    rows = len(radii)
    return digamma(rows) - digamma(NEIGHBOURS) + log_ball + columns * numpy.log(radii).mean()


def tree_entropy(rows, columns):
    """Maximum norm, by a k-d tree."""
    samples = samples_of(1, rows, columns)

    def step():
        radii = cKDTree(samples).query(samples, k=NEIGHBOURS + 1, p=numpy.inf)[0][:, -1]
        return entropy(radii, columns, columns * math.log(2.0))

    return [step()], step


def maximum_norm_entropy(rows, columns):
    """Maximum norm in many dimensions, all pairs."""
    samples = samples_of(1, rows, columns)

    def step():
        distances = distance.cdist(samples, samples, "chebyshev")
        radii = numpy.partition(distances, NEIGHBOURS, axis=1)[:, NEIGHBOURS]
        return entropy(radii, columns, columns * math.log(2.0))

    return [step()], step


def euclidean_entropy(rows, columns):
    """Euclidean norm in many dimensions: squares of distances from one matrix product."""
    samples = samples_of(1, rows, columns)
    log_ball = 0.5 * columns * math.log(math.pi) - gammaln(0.5 * columns + 1.0)

    def step():
        squares = numpy.einsum("ij,ij->i", samples, samples)
        distances = samples @ samples.T
        distances *= -2.0
        distances += squares
        distances += squares[:, None]
        numpy.fill_diagonal(distances, numpy.inf)
        nearest = numpy.partition(distances, NEIGHBOURS - 1, axis=1)[:, NEIGHBOURS - 1]
        return entropy(numpy.sqrt(nearest), columns, log_ball)

    return [step()], step


def mixture_bounds(rows, columns):
    """Kolchinsky's and Tracey's bounds, of Gaussians of variance 1."""
    samples = samples_of(1, rows, columns)

    def step():
        squares = numpy.einsum("ij,ij->i", samples, samples)
        distances = samples @ samples.T
        distances *= -2.0
        distances += squares
        distances += squares[:, None]
        numpy.maximum(distances, 0.0, out=distances)
        bounds = []
        for scale in (-0.125, -0.5):
            kernels = numpy.exp(scale * distances)
            information = -numpy.log(kernels.mean(axis=1)).mean()
            bounds.append(0.5 * columns * math.log(2.0 * math.pi * math.e) + information)
        return bounds

    return step(), step


def gaussian_entropy(rows, columns):
    """From the determinant of the sample covariance."""
    samples = samples_of(1, rows, columns)

    def step():
        log_determinant = numpy.linalg.slogdet(numpy.cov(samples, rowvar=False))[1]
        return 0.5 * (columns * math.log(2.0 * math.pi * math.e) + log_determinant)

    return [step()], step


if __name__ == "__main__":
    works = {
        "tree_entropy": tree_entropy,
        "maximum_norm_entropy": maximum_norm_entropy,
        "euclidean_entropy": euclidean_entropy,
        "gaussian_entropy": gaussian_entropy,
        "mixture_bounds": mixture_bounds,
    }
    driver.serve(works, [scipy, numpy])
