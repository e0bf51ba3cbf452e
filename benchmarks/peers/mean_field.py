"""Fixed points of wide random tanh networks by scipy's quadrature and root finding."""

import math

import driver

numpy = driver.require("numpy", "python3-numpy")
scipy = driver.require("scipy", "python3-scipy")
from scipy.integrate import dblquad, quad
from scipy.optimize import brentq

BIAS_VARIANCE = 0.05
# Beyond, the normal density is below 1e-17.
END = 9.0


def density(z):
    return math.exp(-0.5 * z * z) / math.sqrt(2.0 * math.pi)


def expectation(function):
    return quad(lambda z: density(z) * function(z), -END, END, epsabs=1e-12, epsrel=1e-12)[0]


def slope_of_tanh(u):
    return 1.0 - math.tanh(u) ** 2


def fixed_variance(weight_variance):
    """q* and chi_1."""

    def excess(q):
        root = math.sqrt(q)
        square = expectation(lambda z: math.tanh(root * z) ** 2)
        return weight_variance * square + BIAS_VARIANCE - q

    q = brentq(excess, BIAS_VARIANCE, weight_variance + BIAS_VARIANCE, xtol=1e-13, rtol=1e-13)
    root = math.sqrt(q)
    return q, weight_variance * expectation(lambda z: slope_of_tanh(root * z) ** 2)


def fixed_correlation(weight_variance, q):
    """c* below 1, of the chaotic phase, and the slope there."""
    root = math.sqrt(q)

    def double(function, c):
        orthogonal = math.sqrt(1.0 - c * c)
        return dblquad(
            lambda y, x: density(x)
            * density(y)
            * function(root * x)
            * function(root * (c * x + orthogonal * y)),
            -END,
            END,
            -END,
            END,
            epsabs=1e-9,
            epsrel=1e-9,
        )[0]

    def excess(c):
        return (weight_variance * double(math.tanh, c) + BIAS_VARIANCE) / q - c

    c = brentq(excess, 0.0, 0.99, xtol=1e-9)
    return c, weight_variance * double(slope_of_tanh, c)


def ordered_point(hundredths):
    weight_variance = 0.01 * hundredths
    step = lambda: fixed_variance(weight_variance)
    return step(), step


def chaotic_point(hundredths):
    weight_variance = 0.01 * hundredths

    def step():
        q, chi_1 = fixed_variance(weight_variance)
        return (q, chi_1) + fixed_correlation(weight_variance, q)

    return step(), step


if __name__ == "__main__":
    driver.serve({"ordered_point": ordered_point, "chaotic_point": chaotic_point}, [scipy, numpy])
