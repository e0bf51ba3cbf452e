"""The Python module against numpy, closed forms, and the library's reference tables."""

import ast
import csv
import inspect
import math
import os
import re
import signal
import threading
import unittest

import numpy as np

import infoflow
from infoflow import cascade, ensembles, estimators, ising, mean_field
from infoflow.activations import HardTanh, LeakyReLU, Linear, Probit, ReLU
from infoflow.priors import Bimodal, Normal, SpikeSlab

REFERENCE = "testdata/reference"
# Fixed points: what the C++ tests hold the library to.
FIXED_POINT = dict(rtol=1e-8, atol=1e-9)


def read_table(path):
    with open(path, newline="") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


def random_weights(rows, columns, seed=0):
    return np.random.default_rng(seed).normal(size=(rows, columns)) / math.sqrt(columns)


def two_layers(activation, sigma, noise):
    """The network of fig7."""
    make = {"linear": Linear, "hardtanh": HardTanh, "relu": ReLU}[activation]
    weights = [ensembles.Gaussian(1.0, sigma**2)] * 2
    return infoflow.Network([Normal(), make(0.0), make(noise)], weights)


class ReplicaTest(unittest.TestCase):
    def test_linear_layer_is_a_log_determinant(self):
        weights, noise = random_weights(30, 20), 1e-3
        covariance = weights @ weights.T + noise * np.eye(30)
        exact = 0.5 * np.linalg.slogdet(2 * math.pi * math.e * covariance)[1]
        spectrum = np.linalg.eigvalsh(weights.T @ weights)
        for given in (weights, np.asfortranarray(weights), (1.5, spectrum)):
            network = infoflow.Network([Normal(), Linear(noise)], [given])
            self.assertAlmostEqual(network.entropy()["entropy"] * 20, exact, delta=1e-8)
        self.assertAlmostEqual(
            estimators.linear_layer_entropy(weights, noise), exact, delta=1e-9)

    def test_sweep_has_the_reference_values_for_any_number_of_threads(self):
        rows = [row for row in read_table(f"{REFERENCE}/replica/figa_sweep.csv")
                if float(row["noise_inner"]) == 0.0]
        self.assertGreater(len(rows), 20)
        networks = [two_layers(row["activation"], float(row["sigma"]), float(row["noise_out"]))
                    for row in rows]
        swept = infoflow.entropy_sweep(networks, threads=2)
        np.testing.assert_allclose(swept[:, 0], [float(row["H_T2"]) for row in rows], **FIXED_POINT)
        np.testing.assert_allclose(swept[:, 1], [float(row["MI_T2"]) for row in rows],
                                   **FIXED_POINT)
        np.testing.assert_array_equal(swept, infoflow.entropy_sweep(networks, threads=1))
        for row, network in list(zip(rows, networks))[::10]:
            layers = network.layer_entropies()
            self.assertEqual(layers.shape, (2, 3))
            np.testing.assert_allclose(layers[:, 0], [float(row["H_T1"]), float(row["H_T2"])],
                                       **FIXED_POINT)

    def test_dnner_names_give_the_same_numbers(self):
        weights = [random_weights(30, 20, 1), random_weights(15, 30, 2)]
        layers = [SpikeSlab(0.3, 0.0, 1.0), LeakyReLU(0.0, 0.2), ReLU(1e-2)]
        network = infoflow.Network(layers, weights)
        solved = network.entropy()
        entropy, extra = infoflow.compute_entropy(layers, weights, return_extra=True)
        self.assertEqual(entropy, solved["entropy"])
        self.assertEqual(extra["mi"], solved["mutual_information"])
        self.assertEqual(extra["mmse"], solved["mmse"])
        self.assertEqual(extra["fixed_points"].shape, (5, 2))
        self.assertEqual(extra["fixed_points"][0, 0], solved["mmse"])
        self.assertEqual(infoflow.compute_mi(layers, weights), solved["mutual_information"])
        entropies, extras = infoflow.compute_all(layers, weights)
        np.testing.assert_array_equal(entropies, network.layer_entropies()[:, 0])
        self.assertEqual(extras[1]["mi"], solved["mutual_information"])
        vamp = infoflow.compute_entropy(layers, weights, use_vamp=True)
        self.assertAlmostEqual(vamp, entropy, delta=1e-8)
        warm = infoflow.compute_entropy(layers, weights, v0=0.1)
        self.assertAlmostEqual(warm, entropy, delta=1e-8)

    def test_a_sign_of_many_inputs_says_all_of_a_coin(self):
        # alpha large: the inputs are recovered, I -> ln 2.
        network = infoflow.Network([Bimodal(0.5), Probit(1e-3)], [ensembles.Gaussian(20.0)])
        self.assertAlmostEqual(network.entropy()["input_information"], math.log(2), delta=1e-3)

    def test_inner_noise_leaves_the_input_information_open(self):
        network = infoflow.Network([Normal(), Linear(0.1), Linear(0.1)], [ensembles.Gaussian(1.0)] * 2)
        self.assertIsNone(network.entropy()["input_information"])

    def test_errors_carry_the_sentence(self):
        weights = random_weights(4, 3)
        gaussian = ensembles.Gaussian(1.0)
        for make, words in [
            (lambda: Normal(0.0, -1.0), "-1"),
            (lambda: Bimodal(2.0), "2"),
            (lambda: ensembles.Gaussian(-1.0), "-1"),
            (lambda: infoflow.Network([Normal(), Linear(-1.0)], [gaussian]), "noise"),
            (lambda: infoflow.Network([Linear(0.0), Linear(0.1)], [gaussian]), "layers[0]: must be a prior"),
            (lambda: infoflow.Network([Normal(), Normal()], [gaussian]), "layers[1]: must be an activation"),
            (lambda: infoflow.Network([Normal()], [gaussian]), "layers: has 1 entries"),
            (lambda: infoflow.Network([Normal(), Linear(0.1)], ["x"]), "weights[0]: must be a matrix"),
            (lambda: infoflow.Network([Normal(), Linear(0.1)], [np.zeros(3)]), "2 dimensions"),
            (lambda: infoflow.Network([Normal(), ReLU(0.0), ReLU(0.1)], [weights, weights]),
             "weights[1]: has 3 columns"),
            (lambda: infoflow.Network([Normal(), Linear(0.1)], [np.full((2, 2), np.nan)]), "finite"),
            (lambda: infoflow.Network([Normal(), Linear(0.1)], [gaussian]).entropy(solver="x"),
             "solver='x'"),
            (lambda: infoflow.entropy_sweep([], threads=-1), "threads=-1"),
            (lambda: ising.chain(math.nan), "nan"),
            (lambda: ising.torus(1, 4, 0.3), "1"),
            (lambda: mean_field.solve("tan", 1.0, 0.0), "tan"),
            (lambda: estimators.nearest_neighbour_entropy(np.zeros((3, 1)), neighbours=3), "3"),
            (lambda: estimators.binned_entropy(np.zeros((3, 1)), bins=0), "0"),
        ]:
            with self.assertRaises(ValueError) as raised:
                make()
            self.assertIn(words, str(raised.exception))
            self.assertNotIn("\n", str(raised.exception))


class LockTest(unittest.TestCase):
    NETWORKS = [two_layers("hardtanh", sigma, 1e-5) for sigma in np.linspace(0.5, 3.0, 400)]

    def test_other_threads_run_during_a_sweep(self):
        sweep = threading.Thread(target=infoflow.entropy_sweep, args=(self.NETWORKS[:100],),
                                 kwargs=dict(threads=1))
        sweep.start()
        turns = 0
        while sweep.is_alive():
            turns += 1
            sweep.join(timeout=0.001)
        self.assertGreater(turns, 10)

    def test_an_interrupt_ends_a_sweep(self):
        def send():
            os.kill(os.getpid(), signal.SIGINT)

        timer = threading.Timer(0.05, send)
        timer.start()
        with self.assertRaises(KeyboardInterrupt):
            while True:
                infoflow.entropy_sweep(self.NETWORKS, threads=1)


class MeanFieldTest(unittest.TestCase):
    def test_fixed_points_are_those_of_the_table(self):
        rows = read_table(f"{REFERENCE}/reconstruction/meanfield_tanh.csv")
        for row in rows:
            point = mean_field.solve("tanh", float(row["sigma_w2"]), float(row["sigma_b2"]))
            for name, column in [("variance", "q_star"), ("correlation", "c_star"),
                                 ("chi_1", "chi_1"), ("correlation_depth", "xi_c")]:
                np.testing.assert_allclose(point[name], float(row[column]), rtol=1e-9, atol=1e-12)

    def test_a_sweep_is_its_points(self):
        variances = [1.2, 1.8, 2.4]
        rows = mean_field.sweep("hardtanh", variances, 0.05, threads=2)
        for row, variance in zip(rows, variances):
            point = mean_field.solve("hardtanh", variance, 0.05)
            names = ["variance", "decorrelation", "chi_1", "chi_c", "correlation_depth",
                     "variance_depth"]
            np.testing.assert_array_equal(row, [point[name] for name in names])

    def test_trajectory_and_critical_line_are_those_of_the_tables(self):
        rows = read_table(f"{REFERENCE}/reconstruction/meanfield_tanh_recursion.csv")
        setting = (rows[0]["sigma_w2"], rows[0]["sigma_b2"])
        rows = [row for row in rows if (row["sigma_w2"], row["sigma_b2"]) == setting]
        states = mean_field.trajectory("tanh", float(setting[0]), float(setting[1]),
                                       float(rows[0]["q"]), float(rows[0]["c"]), len(rows) - 1)
        np.testing.assert_allclose(states[:, 0], [float(row["q"]) for row in rows], rtol=1e-9)
        np.testing.assert_allclose(1 - states[:, 1], [float(row["c"]) for row in rows], rtol=1e-9)
        for row in read_table(f"{REFERENCE}/reconstruction/meanfield_tanh_critical_line.csv")[:5]:
            critical = mean_field.critical_weight_variance("tanh", float(row["sigma_b2"]))
            np.testing.assert_allclose(critical, float(row["sigma_w2_critical"]), rtol=1e-9)


class IsingTest(unittest.TestCase):
    def test_chain_is_its_transfer_matrix(self):
        coupling, field = 0.7, 0.3
        spins = np.array([1.0, -1.0])
        transfer = np.exp(coupling * np.outer(spins, spins) + field / 2 * np.add.outer(spins, spins))
        values, vectors = np.linalg.eigh(transfer)
        chain = ising.chain(coupling, field)
        self.assertAlmostEqual(chain["log_partition"], math.log(values[1]), delta=1e-13)
        self.assertAlmostEqual(chain["magnetization"], vectors[:, 1] ** 2 @ spins, delta=1e-13)
        self.assertAlmostEqual(chain["correlation_length"],
                               -1 / math.log(values[0] / values[1]), delta=1e-11)
        entropy = (chain["log_partition"] - coupling * chain["correlation"]
                   - field * chain["magnetization"])
        self.assertAlmostEqual(chain["entropy"], entropy, delta=1e-13)

    def test_flow_without_field(self):
        flow = ising.chain_flow(1.0, blocking=2, steps=3)
        self.assertEqual(flow.shape, (4, 4))
        np.testing.assert_allclose(np.tanh(flow[:, 0]), math.tanh(1.0) ** (2.0 ** np.arange(4)),
                                   rtol=1e-12)
        coupling = flow[2, 0]
        forward = (math.log(math.cosh(coupling) / math.cosh(1.0))
                   + (1.0 - coupling) * math.tanh(1.0))
        self.assertAlmostEqual(flow[2, 2], forward, delta=1e-13)

    def test_square_lattice(self):
        critical = ising.SQUARE_CRITICAL_COUPLING
        self.assertAlmostEqual(ising.square_energy(critical), math.sqrt(2), delta=1e-14)
        couplings = np.array([0.2, critical, 0.6])
        phi = ising.square_log_partition(couplings)
        self.assertEqual(phi.shape, (3,))
        np.testing.assert_allclose(
            ising.square_entropy(couplings), phi - couplings * ising.square_energy(couplings),
            rtol=1e-12)
        step = 1e-4
        np.testing.assert_allclose(
            ising.square_energy_slope(0.3),
            (ising.square_energy(0.3 + step) - ising.square_energy(0.3 - step)) / (2 * step),
            rtol=1e-6)
        self.assertAlmostEqual(ising.square_magnetization(0.6),
                               (1 - math.sinh(1.2) ** -4) ** 0.125, delta=1e-14)
        divergence = (phi[0] - phi[2] - (couplings[0] - couplings[2]) * ising.square_energy(0.6))
        self.assertAlmostEqual(ising.square_relative_entropy(0.6, 0.2), divergence, delta=1e-13)

    def test_torus_is_the_sum_over_its_states(self):
        states = np.array([[1 if k >> i & 1 else -1 for i in range(9)] for k in range(512)])
        lattice = states.reshape(512, 3, 3)
        bonds = sum((lattice * np.roll(lattice, 1, axis)).sum(axis=(1, 2)) for axis in (1, 2))
        weights = np.exp(0.4 * bonds)
        torus = ising.torus(3, 3, 0.4)
        self.assertAlmostEqual(torus["log_partition"], math.log(weights.sum()), delta=1e-13)
        mean = (weights * bonds).sum() / weights.sum()
        self.assertAlmostEqual(torus["energy"], mean, delta=1e-12)
        variance = (weights * bonds**2).sum() / weights.sum() - mean**2
        self.assertAlmostEqual(torus["heat_capacity"], 0.16 * variance / 9, delta=1e-11)
        self.assertIsNone(ising.torus(4, 4, 0.0)["heat_capacity"])


class EstimatorTest(unittest.TestCase):
    SAMPLES = np.random.default_rng(3).normal(size=(300, 2))

    def test_gaussian(self):
        covariance = np.array([[2.0, 0.5], [0.5, 1.0]])
        exact = 0.5 * np.linalg.slogdet(2 * math.pi * math.e * covariance)[1]
        self.assertAlmostEqual(estimators.gaussian_entropy(covariance), exact, delta=1e-13)
        estimate = estimators.estimate_gaussian_entropy(self.SAMPLES)
        plug_in = 0.5 * np.linalg.slogdet(2 * math.pi * math.e * np.cov(self.SAMPLES.T))[1]
        self.assertAlmostEqual(estimate["plug_in"], plug_in, delta=1e-12)
        self.assertAlmostEqual(estimate["corrected"], plug_in - estimate["bias"], delta=1e-12)

    def test_nearest_neighbours(self):
        # The formula itself, with all distances.
        distances = np.abs(self.SAMPLES[:, None] - self.SAMPLES[None]).max(axis=2)
        radii = np.sort(distances, axis=1)[:, 3]
        digamma = lambda n: -0.57721566490153286 + sum(1 / k for k in range(1, n))
        entropy = digamma(300) - digamma(3) + 2 * math.log(2) + 2 * np.log(radii).mean()
        self.assertAlmostEqual(
            estimators.nearest_neighbour_entropy(self.SAMPLES), entropy, delta=1e-10)
        wider = estimators.nearest_neighbour_entropy(2 * self.SAMPLES, norm="euclidean")
        euclidean = estimators.nearest_neighbour_entropy(self.SAMPLES, norm="euclidean")
        self.assertAlmostEqual(wider, euclidean + 2 * math.log(2), delta=1e-10)
        x, y = self.SAMPLES[:, :1], self.SAMPLES[:, 1:]
        radii = np.sort(distances, axis=1)[:, 3]
        counts = [(np.abs(z - z.T) < radii[:, None]).sum(axis=1) - 1 for z in (x, y)]
        information = digamma(3) + digamma(300) - np.mean(
            [digamma(int(a) + 1) + digamma(int(b) + 1) for a, b in zip(*counts)])
        self.assertAlmostEqual(
            estimators.nearest_neighbour_information(x, y), information, delta=1e-10)

    def test_mixture_bounds(self):
        centres, noise = self.SAMPLES[:50], 0.3
        squared = ((centres[:, None] - centres[None]) ** 2).sum(axis=2)
        bounds = estimators.mixture_entropy_bounds(centres, noise)
        for name, factor in [("upper", 2), ("lower", 8)]:
            information = -np.log(np.exp(-squared / (factor * noise)).mean(axis=1)).mean()
            self.assertAlmostEqual(bounds["information_" + name], information, delta=1e-9)
            self.assertAlmostEqual(bounds[name],
                                   information + math.log(2 * math.pi * math.e * noise), delta=1e-9)

    def test_bins(self):
        samples = np.array([[-0.9], [-0.8], [0.3], [0.9]])
        self.assertAlmostEqual(estimators.binned_entropy(samples, bins=2, range=(-1, 1)),
                               math.log(2), delta=1e-14)
        self.assertAlmostEqual(
            estimators.binned_entropy(samples, bins=2, range=(-1, 1), miller_madow=True),
            math.log(2) + 1 / 8, delta=1e-14)


class CascadeTest(unittest.TestCase):
    # Images of 6 x 6 pixels that are mixtures of three patterns.
    IMAGES = (np.random.default_rng(5).random((400, 3)) @
              np.random.default_rng(6).random((3, 36))).astype(np.float32)

    def profile(self, **settings):
        return cascade.profile(self.IMAGES[:300], self.IMAGES[300:], sizes=[36] * 6 + [20, 10],
                               **settings)

    def test_three_patterns_pass_while_the_network_is_nearly_linear(self):
        profile = self.profile(weight_variance=1.0, bias_variance=0.0, activation="linear",
                               ridge_penalty=1e-9)
        self.assertEqual(profile["relative_entropies"].shape, (5, 100))
        self.assertLess(profile["decoder_mse"].max(), 1e-6)
        self.assertLess(profile["reconstruction_mse"].max(), 1e-4)
        self.assertLess(profile["relative_entropy_mean"].max(), 1e-2)

    def test_columns_are_those_of_the_images(self):
        profile = self.profile(weight_variance=2.5)
        entropies = profile["relative_entropies"]
        np.testing.assert_allclose(profile["relative_entropy_mean"], entropies.mean(axis=1),
                                   rtol=1e-12)
        np.testing.assert_allclose(profile["relative_entropy_median"],
                                   np.median(entropies, axis=1), rtol=1e-12)
        self.assertGreater(profile["reconstruction_mse"][4], profile["reconstruction_mse"][0])

    def test_threads_change_no_number(self):
        for decoder in ("ridge", "adam"):
            one, two = (self.profile(decoder=decoder, epochs=2, threads=threads)
                        for threads in (1, 2))
            for name in one:
                np.testing.assert_array_equal(one[name], two[name])

    def test_training_helps(self):
        errors = [self.profile(decoder="adam", epochs=epochs)["decoder_mse"].mean()
                  for epochs in (1, 30)]
        self.assertLess(errors[1], errors[0])

    def test_errors(self):
        for settings, words in [
            (dict(decoder="x"), "decoder='x'"),
            (dict(decoder="adam", epochs=0), "epochs=0"),
            (dict(threads=-1), "threads=-1"),
            (dict(activation="tan"), "tan"),
            (dict(ridge_penalty=-1.0), "-1"),
            (dict(weight_variance=-1.0), "-1"),
        ]:
            with self.assertRaises(ValueError) as raised:
                self.profile(**settings)
            self.assertIn(words, str(raised.exception))


class StubsTest(unittest.TestCase):
    """The stubs say what the module says of itself."""

    FOLDER = "infoflow/python/infoflow-stubs"

    def arguments(self, docstring):
        signature = docstring.split("\n", 1)[0]
        inner = signature[signature.index("(") + 1:]
        return re.findall(r"(?:^|, )(\w+): ", inner.rsplit(") ->", 1)[0])

    def compare(self, module, path):
        with open(path) as file:
            stub = ast.parse(file.read())
        functions = {node.name: node for node in stub.body if isinstance(node, ast.FunctionDef)}
        classes = {node.name: node for node in stub.body if isinstance(node, ast.ClassDef)}
        public = {name for name in dir(module) if not name.startswith("_")}
        found = {name for name in public if inspect.isroutine(getattr(module, name))}
        self.assertEqual(found, set(functions))
        self.assertEqual({name for name in public if inspect.isclass(getattr(module, name))},
                         set(classes))
        for name, node in functions.items():
            documented = getattr(module, name).__doc__
            self.assertEqual(self.arguments(documented), [a.arg for a in node.args.args], name)
            self.assertGreater(len(documented.split("\n\n", 1)[1].strip()), 5, name)
        for name, node in classes.items():
            members = {n.name for n in node.body if isinstance(n, ast.FunctionDef)}
            actual = {n for n in vars(getattr(module, name)) if not n.startswith("_")}
            self.assertEqual(actual, members - {"__init__"}, name)

    def test_all_modules(self):
        self.compare(infoflow, f"{self.FOLDER}/__init__.pyi")
        submodules = {name for name in dir(infoflow) if inspect.ismodule(getattr(infoflow, name))}
        stubs = {name[:-4] for name in os.listdir(self.FOLDER) if not name.startswith("__")}
        self.assertEqual(submodules, stubs)
        for name in submodules:
            self.compare(getattr(infoflow, name), f"{self.FOLDER}/{name}.pyi")


if __name__ == "__main__":
    unittest.main()
