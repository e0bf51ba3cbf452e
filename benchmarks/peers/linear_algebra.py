"""Eigenvalues of symmetric matrices in numpy and scipy."""

import driver

numpy = driver.require("numpy", "python3-numpy")
scipy = driver.require("scipy", "python3-scipy")
import scipy.linalg
from shared_numbers import normals


def symmetric(size):
    a = normals(1, size * size).reshape(size, size)
    return a + a.T


def largest_and_middle(values):
    return [values[-1], values[len(values) // 2]]


def numpy_eigenvalues(size):
    a = symmetric(size)
    return largest_and_middle(numpy.linalg.eigvalsh(a)), lambda: numpy.linalg.eigvalsh(a)


def scipy_eigenvalues(size):
    a = symmetric(size)
    step = lambda: scipy.linalg.eigvalsh(a, check_finite=False)
    return largest_and_middle(step()), step


if __name__ == "__main__":
    works = {"numpy_eigenvalues": numpy_eigenvalues, "scipy_eigenvalues": scipy_eigenvalues}
    driver.serve(works, [numpy, scipy])
