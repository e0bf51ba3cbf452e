"""What machines learn, and what they start from."""

import numpy

from shared_numbers import normals, uniforms

BATCH = 100
UPDATES = 300  # before values are compared


def spins_to_learn(visible):
    """BATCH noisy copies of four patterns of units +-1."""
    patterns = numpy.where(uniforms(11, 4 * visible).reshape(4, visible) < 0.5, -1.0, 1.0)
    flips = numpy.where(uniforms(12, BATCH * visible).reshape(BATCH, visible) < 0.1, -1.0, 1.0)
    return patterns[numpy.arange(BATCH) % 4] * flips


def initial_weights(visible, hidden, deviation):
    return deviation * normals(13, visible * hidden).reshape(visible, hidden)
