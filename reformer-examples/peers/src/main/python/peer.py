"""Answers lines on standard input with times of PyTorch and transformers, as LibtorchPeer does with those of libtorch.

Arguments: d_model, heads, depth of a head, threads, chunk, d_ff, vocabulary, layers, tokens of a generation. First line:
"ready NAMES DESCRIPTION". Then, for each line "name length batch rounds backward", the seconds of one run, or "error" and
why not. "attention" and "layer" are causal scaled_dot_product_attention alone and between projections; the other names
are of transformers.
"""

import sys
import time

try:
    import torch
except ImportError:
    print("this Python has no torch; install torch (2.13), and transformers (4.57) for its Reformer", flush=True)
    sys.exit(0)

try:
    import transformers
    from reformer import Reformer
except ImportError:
    transformers = None

SIZES = [int(argument) for argument in sys.argv[1:]]
DEPTH, HEADS, HEAD_SIZE, THREADS = SIZES[:4]
WIDTH = HEADS * HEAD_SIZE


def attend(q, k, v):
    return torch.nn.functional.scaled_dot_product_attention(q, k, v, is_causal=True)


def differentiable(run, inputs, dy, backward):
    """What is timed: forward, and backward where that is asked for. Gradients go between the runs."""

    def step():
        y = run()
        if backward:
            y.backward(dy)

    def forget():
        for array in inputs:
            array.grad = None

    return step, forget


def attention(length, batch, rounds, backward):
    """Queries, keys and values [b, h, n, d]."""
    inputs = [torch.randn(batch, HEADS, length, HEAD_SIZE, requires_grad=backward) for _ in range(3)]
    return differentiable(lambda: attend(*inputs), inputs, torch.randn(batch, HEADS, length, HEAD_SIZE), backward)


def layer(length, batch, rounds, backward):
    """One projection for queries and keys, one for values, as LSH attention has them."""
    x = torch.randn(batch, length, DEPTH, requires_grad=backward)
    weights = [(0.02 * torch.randn(DEPTH, WIDTH)).requires_grad_(backward) for _ in range(2)]

    def heads(weight):
        return (x @ weight).view(batch, length, HEADS, HEAD_SIZE).transpose(1, 2)

    def run():
        qk = heads(weights[0])
        return attend(qk, qk, heads(weights[1])).transpose(1, 2).reshape(batch, length, WIDTH)

    return differentiable(run, [x, *weights], torch.randn(batch, length, WIDTH), backward)


def lsh(length, batch, rounds, backward):
    """LSHSelfAttention, with the projections of "layer"; every run draws other rotations."""
    block = REFORMER.attention(length, rounds).train(backward)
    x = torch.randn(batch, length, DEPTH, requires_grad=backward)
    inputs = [x, *block.parameters()]
    return differentiable(lambda: block(x).hidden_states, inputs, torch.randn(batch, length, WIDTH), backward)


CASES = {"attention": attention, "layer": layer}
if transformers is not None:
    REFORMER = Reformer(SIZES)
    CASES["lsh"] = lsh
    CASES["step"] = lambda length, batch, rounds, backward: REFORMER.step(length, batch, rounds, ["local", "lsh"])
    CASES["step-lsh"] = lambda length, batch, rounds, backward: REFORMER.step(length, batch, rounds, ["lsh"])
    CASES["generation"] = lambda length, batch, rounds, backward: REFORMER.generation(length, batch, rounds)

prepared = {}  # cases that take turns, all of one size; those of another size give their memory back


def seconds(name, *wanted):
    if wanted[:2] + wanted[3:] != prepared.get("size"):
        prepared.clear()
        prepared["size"] = wanted[:2] + wanted[3:]
    key = (name, wanted[2])
    with torch.set_grad_enabled(wanted[3]):
        if key not in prepared:
            prepared[key] = CASES[name](*wanted)
        run, forget = prepared[key]
        start = time.perf_counter()
        run()
        spent = time.perf_counter() - start
    forget()
    return spent


def serve():
    torch.set_num_threads(THREADS)
    versions = "PyTorch " + torch.__version__
    versions += ", transformers " + transformers.__version__ if transformers else ", no transformers"
    print("ready", ",".join(CASES), f"{versions}, {torch.get_num_threads()} threads", flush=True)
    for line in sys.stdin:
        name, length, batch, rounds, backward = line.split()
        try:
            print(seconds(name, int(length), int(batch), int(rounds), backward == "true"), flush=True)
        except Exception as failure:  # whatever it is, the other side goes on without
            reason = str(failure).strip() or type(failure).__name__
            print("error", reason.splitlines()[0], flush=True)


serve()
