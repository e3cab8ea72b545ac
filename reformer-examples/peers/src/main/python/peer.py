"""Answers lines on standard input with times of PyTorch and transformers, as LibtorchPeer does with those of libtorch.

Arguments: d_model, heads, depth of a head, threads, chunk. First line: "ready NAMES DESCRIPTION". Then, for each line
"name length batch rounds backward", the seconds of one run, or "error" and why not. Names: "attention" and "layer",
causal scaled_dot_product_attention alone and between projections; "lsh", LSHSelfAttention of transformers.
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
    from transformers import ReformerConfig
    from transformers.models.reformer.modeling_reformer import LSHSelfAttention
except ImportError:
    transformers = None

DEPTH, HEADS, HEAD_SIZE, THREADS, CHUNK = (int(argument) for argument in sys.argv[1:6])
WIDTH = HEADS * HEAD_SIZE


def attend(q, k, v):
    return torch.nn.functional.scaled_dot_product_attention(q, k, v, is_causal=True)


def attention(length, batch, rounds, backward):
    """Queries, keys and values [b, h, n, d]."""
    inputs = [torch.randn(batch, HEADS, length, HEAD_SIZE, requires_grad=backward) for _ in range(3)]
    return inputs, torch.randn(batch, HEADS, length, HEAD_SIZE), lambda: attend(*inputs)


def layer(length, batch, rounds, backward):
    """One projection for queries and keys, one for values, as LSH attention has them."""
    x = torch.randn(batch, length, DEPTH, requires_grad=backward)
    weights = [(0.02 * torch.randn(DEPTH, WIDTH)).requires_grad_(backward) for _ in range(2)]

    def heads(weight):
        return (x @ weight).view(batch, length, HEADS, HEAD_SIZE).transpose(1, 2)

    def run():
        qk = heads(weights[0])
        return attend(qk, qk, heads(weights[1])).transpose(1, 2).reshape(batch, length, WIDTH)

    return [x, *weights], torch.randn(batch, length, WIDTH), run


def lsh(length, batch, rounds, backward):
    """LSHSelfAttention; it settles its number of buckets at the first length that it sees, so each length gets its own."""
    config = ReformerConfig(
        hidden_size=DEPTH,
        num_attention_heads=HEADS,
        attention_head_size=HEAD_SIZE,
        lsh_attn_chunk_length=CHUNK,
        lsh_num_chunks_before=1,
        lsh_num_chunks_after=0,
        lsh_attention_probs_dropout_prob=0.0,
        num_hashes=rounds,
        num_buckets=None,
        is_decoder=True,
        max_position_embeddings=length,
        axial_pos_embds=False,
    )
    block = LSHSelfAttention(config).train(backward)
    x = torch.randn(batch, length, DEPTH, requires_grad=backward)
    return [x, *block.parameters()], torch.randn(batch, length, WIDTH), lambda: block(x).hidden_states


CASES = {"attention": attention, "layer": layer}
if transformers is not None:
    CASES["lsh"] = lsh
prepared = (None, None)


def seconds(name, length, batch, rounds, backward):
    global prepared
    wanted = (name, length, batch, rounds, backward)
    if prepared[0] != wanted:
        prepared = (None, None)
        prepared = (wanted, CASES[name](length, batch, rounds, backward))
    inputs, dy, run = prepared[1]
    for array in inputs:
        array.grad = None
    with torch.set_grad_enabled(backward):
        start = time.perf_counter()
        y = run()
        if backward:
            y.backward(dy)
        return time.perf_counter() - start


torch.set_num_threads(THREADS)
versions = "PyTorch " + torch.__version__
versions += ", transformers " + transformers.__version__ if transformers else ", no transformers"
print("ready", ",".join(CASES), f"{versions}, {torch.get_num_threads()} threads", flush=True)
for line in sys.stdin:
    name, length, batch, rounds, backward = line.split()
    try:
        print(seconds(name, int(length), int(batch), int(rounds), backward == "true"), flush=True)
    except Exception as failure:  # whatever it is, the other side goes on without
        print("error", str(failure).splitlines()[0] if str(failure) else type(failure).__name__, flush=True)
