"""Updates of restricted Boltzmann machines with units +-1 in torch."""

import driver

torch = driver.require("torch", "python3-torch")
numpy = driver.require("numpy", "python3-numpy")
from boltzmann_data import BATCH, UPDATES, initial_weights, spins_to_learn

torch.set_num_threads(1)


def tensor(values):
    return torch.from_numpy(values.astype(numpy.float32))


def sample(fields):
    """+1 with probability 1 / (1 + e^(-2 f)), else -1."""
    return torch.rand_like(fields).lt_(torch.sigmoid(2.0 * fields)).mul_(2.0).sub_(1.0)


def reconstruction_error(data, weights, visible_bias, hidden_bias):
    """Mean square of v - <v> after one way there and back with means."""
    hidden = torch.tanh(torch.addmm(hidden_bias, data, weights))
    again = torch.tanh(torch.addmm(visible_bias, hidden, weights.t()))
    return (data - again).square().mean().item()


def contrastive_divergence(visible, hidden):
    """CD-1 with means in both phases of the gradient, without biases."""
    data = tensor(spins_to_learn(visible))
    weights = tensor(initial_weights(visible, hidden, 0.01))
    rate = 0.05 / BATCH

    def step():
        field = data @ weights
        again = sample(sample(field) @ weights.t())
        means = torch.tanh(again @ weights)
        weights.addmm_(data.t(), field.tanh_(), alpha=rate)
        weights.addmm_(again.t(), means, alpha=-rate)

    for _ in range(UPDATES):
        step()
    none = torch.zeros(1)
    return [reconstruction_error(data, weights, none, none)], step


def persistent_chain(visible, hidden):
    """One chain that goes on, hidden units sampled in both phases, biases, Adam."""
    data = tensor(spins_to_learn(visible))
    weights = tensor(initial_weights(visible, hidden, 0.05))
    visible_bias = torch.zeros(visible)
    hidden_bias = torch.zeros(hidden)
    parameters = [weights, visible_bias, hidden_bias]
    optimizer = torch.optim.Adam(parameters, lr=1e-3, eps=1e-2, foreach=True)
    chain = torch.ones(1, hidden)

    def step():
        nonlocal chain
        units = sample(torch.addmm(hidden_bias, data, weights))
        fantasy = sample(torch.addmm(visible_bias, chain, weights.t()))
        chain = sample(torch.addmm(hidden_bias, fantasy, weights))
        # Down the negative log-likelihood.
        weights.grad = torch.addmm(fantasy.t() @ chain, data.t(), units, alpha=-1.0 / BATCH)
        visible_bias.grad = fantasy[0] - data.mean(0)
        hidden_bias.grad = chain[0] - units.mean(0)
        optimizer.step()

    for _ in range(UPDATES):
        step()
    return [reconstruction_error(data, weights, visible_bias, hidden_bias)], step


if __name__ == "__main__":
    works = {
        "contrastive_divergence": contrastive_divergence,
        "persistent_chain": persistent_chain,
    }
    driver.serve(works, [torch, numpy])
