"""Networks in torch: training of a dense one and of decoders, and what decoders make of images."""

import math

import driver

torch = driver.require("torch", "python3-torch")
numpy = driver.require("numpy", "python3-numpy")
from shared_numbers import normals, uniforms

torch.set_num_threads(1)
nn = torch.nn
functional = nn.functional

WEIGHT_VARIANCE = 1.76
BIAS_VARIANCE = 0.05


def tensor(values, *shape):
    return torch.from_numpy(values.astype(numpy.float32).reshape(shape))


def sizes_of(depth):
    return [784] * (depth - 1) + [400, 10]


def dense_layer(index, inputs, outputs):
    layer = nn.Linear(inputs, outputs)
    with torch.no_grad():
        weights = normals(100 + index, outputs * inputs) * math.sqrt(WEIGHT_VARIANCE / inputs)
        layer.weight.copy_(tensor(weights, outputs, inputs))
        layer.bias.copy_(tensor(normals(200 + index, outputs) * math.sqrt(BIAS_VARIANCE), outputs))
    return layer


def dense_layers(depth):
    sizes = sizes_of(depth)
    return [dense_layer(index, sizes[index], sizes[index + 1]) for index in range(depth)]


def training_step(depth, batch):
    modules = []
    for layer in dense_layers(depth):
        modules += [layer, nn.Tanh()]
    network = nn.Sequential(*modules)
    optimizer = torch.optim.SGD(network.parameters(), lr=0.005, momentum=0.8, foreach=True)
    images = tensor(uniforms(1, batch * 784), batch, 784)
    labels = torch.arange(batch) % 10

    def step():
        optimizer.zero_grad(set_to_none=True)
        loss = functional.cross_entropy(network(images), labels)
        loss.backward()
        optimizer.step()
        return loss.item()

    for _ in range(4):
        step()
    return [step()], step


def dense_decoders(depth):
    sizes = sizes_of(depth)
    decoders = []
    for index in range(depth):
        inputs, outputs = sizes[index + 1], sizes[index]
        decoder = nn.Linear(inputs, outputs)
        bound = 1.0 / math.sqrt(inputs)
        with torch.no_grad():
            weights = (2.0 * uniforms(300 + index, outputs * inputs) - 1.0) * bound
            decoder.weight.copy_(tensor(weights, outputs, inputs))
            decoder.bias.copy_(tensor((2.0 * uniforms(400 + index, outputs) - 1.0) * bound, outputs))
        decoders.append(decoder)
    return decoders


def decoder_batch(depth, batch):
    """One batch for the decoders of all layers, each towards its layer's input."""
    layers = dense_layers(depth)
    decoders = dense_decoders(depth)
    images = tensor(uniforms(1, batch * 784), batch, 784)
    parameters = [p for decoder in decoders for p in decoder.parameters()]
    optimizer = torch.optim.Adam(parameters)

    def step():
        optimizer.zero_grad(set_to_none=True)
        total = 0.0
        activation = images
        for layer, decoder in zip(layers, decoders):
            with torch.no_grad():
                output = torch.tanh(layer(activation))
            loss = functional.mse_loss(torch.tanh(decoder(output)), activation)
            loss.backward()
            total += loss.item()
            activation = output
        optimizer.step()
        return total / depth

    for _ in range(2):
        step()
    return [step()], step


def reconstructions(depth, count):
    """What the decoders make of each layer's output, all the way down, deepest layers first."""
    layers = dense_layers(depth)
    decoders = dense_decoders(depth)
    images = tensor(uniforms(1, count * 784), count, 784)

    @torch.no_grad()
    def step():
        outputs = [images]
        for layer in layers:
            outputs.append(torch.tanh(layer(outputs[-1])))
        below = torch.tanh(decoders[-1](outputs[-1]))
        for index in range(depth - 2, -1, -1):
            below = torch.tanh(decoders[index](torch.cat([outputs[index + 1], below])))
        return below

    images_of_all = step().double()
    return [images_of_all.mean().item(), images_of_all.square().mean().item()], step


TORUS_LAYERS = 20


def torus_step(channels, batch):
    """One batch for the decoders of 20 layers of a 5 x 5 torus, which circular padding makes 7 x 7."""
    layers, decoders = [], []
    for index in range(TORUS_LAYERS):
        layer = nn.Conv2d(channels, channels, 3)
        decoder = nn.ConvTranspose2d(channels, channels, 3, padding=1)
        count = channels * channels * 9
        scale = math.sqrt(0.7 / (9 * channels))
        bound = 1.0 / math.sqrt(9 * channels)
        shape = (channels, channels, 3, 3)
        with torch.no_grad():
            layer.weight.copy_(tensor(normals(100 + index, count) * scale, *shape))
            layer.bias.zero_()
            decoder.weight.copy_(tensor((2.0 * uniforms(300 + index, count) - 1.0) * bound, *shape))
            decoder.bias.zero_()
        layers.append(layer)
        decoders.append(decoder)
    maps = tensor(uniforms(1, batch * channels * 49), batch, channels, 7, 7)
    parameters = [p for decoder in decoders for p in decoder.parameters()]
    optimizer = torch.optim.Adam(parameters)

    def step():
        optimizer.zero_grad(set_to_none=True)
        total = 0.0
        activation = maps
        for layer, decoder in zip(layers, decoders):
            with torch.no_grad():
                output = functional.pad(torch.tanh(layer(activation)), (1, 1, 1, 1), mode="circular")
            loss = functional.mse_loss(torch.tanh(decoder(output)), activation)
            loss.backward()
            total += loss.item()
            activation = output
        optimizer.step()
        return total / TORUS_LAYERS

    for _ in range(2):
        step()
    return [step()], step


RESIDUAL_BLOCKS = 10


class Residual(nn.Module):
    """tanh(S(x) + x), S two convolutions on the torus."""

    def __init__(self, index, channels):
        super().__init__()
        self.convolutions = nn.ModuleList(nn.Conv2d(channels, channels, 3) for _ in range(2))
        scale = math.sqrt(0.7 / (9 * channels))
        with torch.no_grad():
            for which, convolution in enumerate(self.convolutions):
                weights = normals(100 + 2 * index + which, convolution.weight.numel()) * scale
                convolution.weight.copy_(tensor(weights, *convolution.weight.shape))
                convolution.bias.zero_()

    def forward(self, x):
        wrap = lambda y: functional.pad(y, (1, 1, 1, 1), mode="circular")
        hidden = torch.tanh(wrap(self.convolutions[0](x)))
        return torch.tanh(wrap(self.convolutions[1](hidden)) + x)


def residual_step(channels, batch):
    """One batch for the decoders, two transposed convolutions each, of ten residual blocks."""
    layers, decoders = [], []
    bound = 1.0 / math.sqrt(9 * channels)
    for index in range(RESIDUAL_BLOCKS):
        layers.append(Residual(index, channels))
        halves = [nn.ConvTranspose2d(channels, channels, 3, padding=1) for _ in range(2)]
        with torch.no_grad():
            for which, half in enumerate(halves):
                weights = 2.0 * uniforms(300 + 2 * index + which, half.weight.numel()) - 1.0
                half.weight.copy_(tensor(weights * bound, *half.weight.shape))
                half.bias.zero_()
        decoders.append(nn.Sequential(halves[0], nn.Tanh(), halves[1], nn.Tanh()))
    maps = tensor(uniforms(1, batch * channels * 49), batch, channels, 7, 7)
    parameters = [p for decoder in decoders for p in decoder.parameters()]
    optimizer = torch.optim.Adam(parameters)

    def step():
        optimizer.zero_grad(set_to_none=True)
        total = 0.0
        activation = maps
        for layer, decoder in zip(layers, decoders):
            with torch.no_grad():
                output = layer(activation)
            loss = functional.mse_loss(decoder(output), activation)
            loss.backward()
            total += loss.item()
            activation = output
        optimizer.step()
        return total / RESIDUAL_BLOCKS

    for _ in range(2):
        step()
    return [step()], step


def image_entropies(levels, count):
    """Relative entropies of images to `levels` sets of others, and the differential entropy."""
    pixels = tensor(uniforms(1, (levels + 1) * count * 784), levels + 1, count, 784)

    def distributions(images):
        shifted = images - images.min(dim=1, keepdim=True)[0] + 1e-12
        return shifted / shifted.sum(dim=1, keepdim=True)

    @torch.no_grad()
    def step():
        relative, differential = 0.0, 0.0
        p = distributions(pixels[0])
        for level in range(1, levels + 1):
            q = distributions(pixels[level])
            relative += (p * torch.log(p / q)).sum(dim=1).mean().item() / levels
            scaled = q / q.sum(dim=1, keepdim=True)
            logs = torch.log(scaled.std(dim=0)).mean().item()
            differential += (0.5 * math.log(2.0 * math.pi * math.e) + logs) / levels
        return [relative, differential]

    return step(), step


if __name__ == "__main__":
    works = {
        "training_step": training_step,
        "decoder_batch": decoder_batch,
        "image_entropies": image_entropies,
        "reconstructions": reconstructions,
        "residual_step": residual_step,
        "torus_step": torus_step,
    }
    driver.serve(works, [torch, numpy])
