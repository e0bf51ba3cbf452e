"""BernoulliRBM of scikit-learn: persistent chains, as many as samples, units 0 and 1."""

import driver

neural_network = driver.require("sklearn.neural_network", "python3-sklearn")
numpy = driver.require("numpy", "python3-numpy")
import sklearn
from boltzmann_data import BATCH, UPDATES, initial_weights, spins_to_learn


def persistent_chains(visible, hidden):
    data = 0.5 * (1.0 + spins_to_learn(visible)).astype(numpy.float32)
    machine = neural_network.BernoulliRBM(
        n_components=hidden, learning_rate=0.05, batch_size=BATCH, random_state=1
    )
    step = lambda: machine.partial_fit(data)
    for _ in range(UPDATES):
        step()
    # In units +-1.
    hidden_means = 1.0 / (1.0 + numpy.exp(-(data @ machine.components_.T + machine.intercept_hidden_)))
    again = 1.0 / (1.0 + numpy.exp(-(hidden_means @ machine.components_ + machine.intercept_visible_)))
    return [4.0 * numpy.square(data - again).mean()], step


if __name__ == "__main__":
    driver.serve({"persistent_chains": persistent_chains}, [sklearn, numpy])
