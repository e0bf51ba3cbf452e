"""Metropolis dynamics of the square-lattice Ising model on a torus, checkerboards of numpy arrays."""

import driver

numpy = driver.require("numpy", "python3-numpy")

BURN_IN = 200
MEASURED_SITES = 8_000_000


class Checkerboard:
    """Many lattices at once, each colour in an array; spins are 8-bit integers."""

    def __init__(self, replicas, side, coupling):
        self.random = numpy.random.Generator(numpy.random.SFC64(1))
        shape = (replicas, side, side // 2)
        self.colours = [numpy.ones(shape, numpy.int8), numpy.ones(shape, numpy.int8)]
        self.rows = slice(0, None, 2), slice(1, None, 2)
        # min(1, e^(-2 K s h)) at s h + 4; h are the neighbours' sums.
        self.probability = numpy.exp(-2.0 * coupling * numpy.arange(-4, 5)).astype(numpy.float32)

    def fields(self, parity):
        """Sums of the neighbours of the spins of one colour, all of the other."""
        other = self.colours[1 - parity]
        fields = numpy.roll(other, 1, 1)
        fields += numpy.roll(other, -1, 1)
        fields += other
        # Site (x, y) is at x // 2; the other neighbour in the row is at the left or at the right.
        left, right = self.rows if parity == 0 else self.rows[::-1]
        fields[:, left] += numpy.roll(other[:, left], 1, 2)
        fields[:, right] += numpy.roll(other[:, right], -1, 2)
        return fields

    def sweep(self):
        for parity in (0, 1):
            spins = self.colours[parity]
            index = self.fields(parity)
            index *= spins
            index += 4
            accepted = self.random.random(spins.shape, numpy.float32) < self.probability[index]
            numpy.negative(spins, out=spins, where=accepted)

    def energy(self):
        """Per site and coupling."""
        return -(self.fields(0) * self.colours[0]).sum(dtype=numpy.int64) / (
            2.0 * self.colours[0].size
        )


def metropolis(replicas, side, hundredths):
    """At coupling `hundredths` / 100, from all up: the mean energy."""
    lattices = Checkerboard(replicas, side, 0.01 * hundredths)
    for _ in range(BURN_IN):
        lattices.sweep()
    sweeps = max(1, MEASURED_SITES // (replicas * side * side))
    energy = 0.0
    for _ in range(sweeps):
        lattices.sweep()
        energy += lattices.energy() / sweeps
    return [energy], lattices.sweep


if __name__ == "__main__":
    driver.serve({"metropolis": metropolis}, [numpy])
