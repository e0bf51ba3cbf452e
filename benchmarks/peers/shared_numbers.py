"""The numbers that both sides start from, as benchmarks/peers/shared_numbers.h makes them."""

import numpy


def uniforms(seed, count):
    """Uniform in [0, 1): splitmix64 of seed 2^32 + index."""
    with numpy.errstate(over="ignore"):
        z = numpy.arange(count, dtype=numpy.uint64) + (numpy.uint64(seed) << numpy.uint64(32))
        z = (z + numpy.uint64(1)) * numpy.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> numpy.uint64(30))) * numpy.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> numpy.uint64(27))) * numpy.uint64(0x94D049BB133111EB)
        z = z ^ (z >> numpy.uint64(31))
    return (z >> numpy.uint64(11)).astype(numpy.float64) * 2.0**-53


def normals(seed, count):
    """Standard normal, two uniform numbers each (Box and Muller)."""
    pairs = uniforms(seed, 2 * count).reshape(count, 2)
    return numpy.sqrt(-2.0 * numpy.log1p(-pairs[:, 0])) * numpy.cos(2.0 * numpy.pi * pairs[:, 1])
