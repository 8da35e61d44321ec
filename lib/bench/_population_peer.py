"""A VAE's training steps in PyTorch on a card, for comparison with a population. One line of JSON per result.

Three ways: one process as users write it (fused Adam); the same with the whole step captured as a CUDA graph; and
many trainings at once, each with its own learning rate, written by hand: stacked weights, batched products, compiled
and captured. Data are on the card. With --epochs, whole epochs too, each with its pass over the validation split.
"""

import argparse
import json
import time

import torch
from torch import nn
from torch.nn import functional as F

parser = argparse.ArgumentParser()
parser.add_argument("--genes", type=int, required=True)
parser.add_argument("--hidden", type=int, required=True)
parser.add_argument("--latent", type=int, required=True)
parser.add_argument("--batch", type=int, required=True)
parser.add_argument("--rows", type=int, required=True)
parser.add_argument("--validation-rows", type=int, default=0)
parser.add_argument("--ways", default="one,captured,stacked")
parser.add_argument("--trainings", default="15,45,90", help="numbers of stacked trainings")
parser.add_argument("--precisions", default="float32,tf32")
parser.add_argument("--steps", type=int, default=240)
parser.add_argument("--epochs", type=int, default=0, help="epochs of whole runs; 0: none")
parser.add_argument("--runs", type=int, default=3, help="whole runs")
parser.add_argument("--device", default="cuda", help="cpu: to try the program, without captured ways")
args = parser.parse_args()

G, H, D, B = args.genes, args.hidden, args.latent, args.batch
device = torch.device(args.device)
on_card = device.type == "cuda"
torch.manual_seed(0)


def say(**result):
    print(json.dumps(result), flush=True)


def wait():
    if on_card:
        torch.cuda.synchronize()


def timed(step, steps, warm_up=10):
    """Milliseconds of a step."""
    for _ in range(warm_up):
        step()
    wait()
    began = time.perf_counter()
    for _ in range(steps):
        step()
    wait()
    return (time.perf_counter() - began) / steps * 1000


def captured(step):
    """The step as one CUDA graph."""
    stream = torch.cuda.Stream()
    stream.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(stream):
        for _ in range(3):
            step()
    torch.cuda.current_stream().wait_stream(stream)
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph):
        step()
    return graph.replay


class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder, self.encoder_norm = nn.Linear(G, H), nn.BatchNorm1d(H)
        self.mean, self.log_variance = nn.Linear(H, D), nn.Linear(H, D)
        self.decoder, self.decoder_norm = nn.Linear(D, H), nn.BatchNorm1d(H)
        self.output = nn.Linear(H, G)

    def forward(self, x):
        hidden = F.relu(self.encoder_norm(self.encoder(x)))
        mean, log_variance = self.mean(hidden), self.log_variance(hidden)
        z = mean + torch.exp(0.5 * log_variance) * torch.randn_like(mean)
        y = self.output(F.relu(self.decoder_norm(self.decoder(z))))
        divergence = 0.5 * (mean.square() + log_variance.exp() - 1 - log_variance).sum(1)
        return ((y - x).square().sum(1) + divergence).mean()


def one_step(data, capture=False):
    """A step of one training, as users write it."""
    network = Network().to(device)
    adam = torch.optim.Adam(network.parameters(), 1e-4, fused=True, capturable=capture)
    rows = torch.randint(len(data), (B,), device=device)

    def step():
        adam.zero_grad(set_to_none=not capture)
        loss = network(data[rows])
        loss.backward()
        adam.step()
        return loss

    return step


def stacked_step(data, trainings):
    """A step of many trainings: weights [trainings, ...], a learning rate for each, Adam by hand."""
    R = trainings

    def kernel(inputs, outputs):
        bound = inputs**-0.5
        return torch.empty(R, inputs, outputs, device=device).uniform_(-bound, bound)

    def row(length, value):
        return torch.full((R, 1, length), value, device=device)

    layers = [kernel(G, H), row(H, 0.0), row(H, 1.0), row(H, 0.0), kernel(H, 2 * D), row(2 * D, 0.0)]
    layers += [kernel(D, H), row(H, 0.0), row(H, 1.0), row(H, 0.0), kernel(H, G), row(G, 0.0)]
    weights = [layer.requires_grad_() for layer in layers]
    first = [torch.zeros_like(weight) for weight in weights]
    second = [torch.zeros_like(weight) for weight in weights]
    rates = torch.logspace(-6, -4, R, device=device).view(R, 1, 1)
    rows = torch.randint(len(data), (R, B), device=device)
    steps = torch.zeros((), device=device)

    def normalized(h, scale, shift):
        mean, variance = h.mean(1, keepdim=True), h.var(1, unbiased=False, keepdim=True)
        return F.relu((h - mean) * torch.rsqrt(variance + 1e-5) * scale + shift)

    def loss(x, noise, *w):
        hidden = normalized(torch.baddbmm(w[1], x, w[0]), w[2], w[3])
        mean, log_variance = torch.baddbmm(w[5], hidden, w[4]).split(D, dim=2)
        z = mean + torch.exp(0.5 * log_variance) * noise
        y = torch.baddbmm(w[11], normalized(torch.baddbmm(w[7], z, w[6]), w[8], w[9]), w[10])
        divergence = 0.5 * (mean.square() + log_variance.exp() - 1 - log_variance).sum(2)
        return ((y - x).square().sum(2) + divergence).mean(1).sum()

    def update(weights, gradients, first, second, rates, step):
        for weight, gradient, m, v in zip(weights, gradients, first, second):
            m.mul_(0.9).add_(gradient, alpha=0.1)
            v.mul_(0.999).addcmul_(gradient, gradient, value=0.001)
            v_hat, m_hat = v / (1 - 0.999**step), m / (1 - 0.9**step)
            weight.sub_(rates * m_hat / (v_hat.sqrt() + 1e-8))

    if on_card:
        torch._dynamo.reset()  # the shapes are these alone: no code for any number of trainings
        loss, update = torch.compile(loss, dynamic=False), torch.compile(update, dynamic=False)

    def step():
        noise = torch.randn(R, B, D, device=device)
        gradients = torch.autograd.grad(loss(data[rows], noise, *weights), weights)
        with torch.no_grad():
            steps.add_(1)
            update(weights, gradients, first, second, rates, steps)

    return step


def seconds_of_epochs(data, validation):
    """Seconds of each epoch of whole runs, written as users write them; the first is left out."""
    seconds = []
    for run in range(args.runs):
        torch.manual_seed(run)
        network = Network().to(device)
        adam = torch.optim.Adam(network.parameters(), 1e-4, fused=True)
        for _ in range(args.epochs):
            began = time.perf_counter()
            network.train()
            order = torch.randperm(len(data), device=device)
            for i in range(0, len(data) - B + 1, B):
                adam.zero_grad()
                network(data[order[i : i + B]]).backward()
                adam.step()
            network.eval()
            with torch.no_grad():
                network(validation).item()
            wait()
            seconds.append(time.perf_counter() - began)
    return seconds[1:]


if on_card:
    say(kind="versions", torch=torch.__version__, cuda=torch.version.cuda)
X = torch.randn(args.rows, G, device=device)
for precision in args.precisions.split(","):
    torch.backends.cuda.matmul.allow_tf32 = precision == "tf32"
    for way in filter(None, args.ways.split(",")):
        for trainings in map(int, args.trainings.split(",")) if way == "stacked" else [1]:
            step = stacked_step(X, trainings) if way == "stacked" else one_step(X, way == "captured")
            if way != "one" and on_card:
                step = captured(step)
            milliseconds = timed(step, max(20, args.steps // trainings))
            say(kind="peer", way=way, trainings=trainings, precision=precision, milliseconds=milliseconds)
            del step
            if on_card:
                torch.cuda.empty_cache()
    if args.epochs:
        held_out = torch.randn(args.validation_rows, G, device=device)
        say(kind="epochs", precision=precision, seconds=seconds_of_epochs(X, held_out))
