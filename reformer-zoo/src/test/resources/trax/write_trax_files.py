"""Writes small files in the form of trax's checkpoints, and the logits that its formulas give for them.

Needs Python 3.8 and NumPy; run it in this folder. The layout is that of trax's ReformerLM (trax/models/reformer/reformer.py,
layers/research/efficient_attention.py, layers/base.py, supervised/trainer_lib.py), written anew in NumPy; trax itself is not
used. Sequences are no longer than a chunk of an LSH layer, so that every position sees every other and no rotation matters.
"""
import gzip
import json
import pickle
import sys
import types

import numpy as np

shapes = types.ModuleType("trax.shapes")


class ShapeDtype:
    __slots__ = ["shape", "dtype"]


ShapeDtype.__module__ = "trax.shapes"
shapes.ShapeDtype = ShapeDtype
sys.modules["trax"] = types.ModuleType("trax")
sys.modules["trax.shapes"] = shapes


def norm(x, scale, bias):
    centered = x - x.mean(-1, keepdims=True)
    return centered / np.sqrt((centered * centered).mean(-1, keepdims=True) + 1e-6) * scale + bias


def attention(x, weights, shared, window):
    """Heads are the first axis of weights; window(q, k) tells which positions are near enough."""
    n = len(x)
    queries, keys = np.arange(n)[:, None], np.arange(n)[None, :]
    total = np.zeros_like(x)
    for head in zip(*weights):
        w_q, w_v, w_o = head[0], head[-2], head[-1]
        q = x @ w_q
        k = q / np.sqrt((q * q).mean(-1, keepdims=True) + 1e-6) if shared else x @ head[1]
        dots = q @ k.T / np.sqrt(q.shape[-1])
        dots = dots - 1e9 * (queries < keys) - (1e5 * (queries == keys) if shared else 0)
        dots = np.where(window(queries, keys), dots, -np.inf)
        p = np.exp(dots - dots.max(-1, keepdims=True))
        total = total + p / p.sum(-1, keepdims=True) @ (x @ w_v) @ w_o
    return total


class Model:
    def __init__(self, seed, vocab, d, ff, heads, d_head, kinds, axes, dims, chunk, gelu):
        self.__dict__.update(kinds=kinds, axes=axes, chunk=chunk, gelu=gelu)
        random = np.random.RandomState(seed)
        draw = lambda *shape: random.normal(0, 0.3, shape).astype(np.float32)
        scale = lambda n: (1 + random.normal(0, 0.1, n)).astype(np.float32)
        axial = []
        for i, (size, dim) in enumerate(zip(axes, dims)):
            axial.append(draw(*[1] * (i + 1), size, *[1] * (len(axes) - 1 - i), dim))
        blocks = []
        for kind in kinds:
            projections = 2 if kind == "lsh" else 3
            attn = tuple(draw(heads, d, d_head) for _ in range(projections)) + (draw(heads, d_head, d),)
            blocks += [(((scale(d), draw(d)),), attn), ()]
            blocks += [(((scale(d), draw(d)), (((draw(d, ff), draw(ff)), (), (), (draw(ff, d), draw(d)))), ()),), ()]
        self.weights = ((), draw(vocab, d), (), tuple(axial), (), tuple(blocks), (),
                        (scale(2 * d), draw(2 * d)), (), (draw(2 * d, vocab), draw(vocab)))

    def near(self, kind):
        if kind == "lsh":
            return lambda q, k: q + k >= 0
        return lambda q, k: (q // self.chunk - k // self.chunk >= 0) & (q // self.chunk - k // self.chunk <= 1)

    def logits(self, ids):
        """At position t those of token t, from the tokens before it."""
        _, words, _, axial, _, blocks, _, last, _, head = to_double(self.weights)
        shifted = [0] + ids[:-1]
        n = len(shifted)
        places = [np.broadcast_to(a[0], tuple(self.axes) + a.shape[-1:]).reshape(n, -1) for a in axial]
        x1 = x2 = words[shifted] + np.concatenate(places, -1)
        for i, kind in enumerate(self.kinds):
            ((scale_bias,), attn), _, ((ff_norm, dense, _),), _ = blocks[4 * i:4 * i + 4]
            x1 = x1 + attention(norm(x2, *scale_bias), attn, kind == "lsh", self.near(kind))
            (w1, b1), _, _, (w2, b2) = dense
            inner = norm(x1, *ff_norm) @ w1 + b1
            if self.gelu:
                inner = 0.5 * inner * (1 + np.tanh(inner * 0.7978845608 * (1 + 0.044715 * inner * inner)))
            else:
                inner = np.maximum(inner, 0)
            x2 = x2 + inner @ w2 + b2
        return norm(np.concatenate([x1, x2], -1), *last) @ head[0] + head[1]


def to_double(tree):
    return tuple(map(to_double, tree)) if isinstance(tree, tuple) else tree.astype(np.float64)


def flat(tree):
    return sum(map(flat, tree), []) if isinstance(tree, tuple) else [tree]


def expected(name, model, ids):
    with open(name, "w") as out:
        json.dump({"ids": ids, "logits": np.round(model.logits(ids), 9).tolist()}, out)


text = Model(1, vocab=13, d=16, ff=24, heads=2, d_head=6, kinds=["local", "lsh", "local"], axes=(4, 4), dims=(4, 12), chunk=8,
             gelu=False)
expected("text.json", text, [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 12])
signature = ShapeDtype()
signature.shape, signature.dtype = (1, 16), np.dtype("int32")
trainer = {
    "flat_weights": flat(text.weights),
    "flat_state": [np.arange(16, dtype=np.int32), np.zeros(2, np.uint32)],
    "slots": [(np.zeros((2, 2), np.float32),)],
    "opt_params": {"learning_rate": np.float32(0.01)},
    "step": 100,
    "history": {"_values": {"train": {"metrics/loss": [(1, 2.5)]}}},
    "input_signature": (signature,),
}
with open("text.pkl.gz", "wb") as out, gzip.GzipFile(fileobj=out, mode="wb", compresslevel=2, mtime=0) as packed:
    pickle.dump(trainer, packed, protocol=5)

# As NumPy 1 named its modules, by protocol 2, where bytes are texts.
with open("text_protocol2.pkl", "wb") as out:
    out.write(pickle.dumps(trainer, protocol=2).replace(b"numpy._core.", b"numpy.core."))

image = Model(2, vocab=11, d=16, ff=24, heads=2, d_head=8, kinds=["lsh", "lsh"], axes=(2, 2, 3), dims=(6, 6, 4), chunk=12,
              gelu=True)
expected("imagenet64.json", image, [7, 0, 10, 2, 2, 5, 9, 1, 1, 8, 3, 6])
with open("imagenet64.pkl", "wb") as out:
    pickle.dump({"weights": image.weights, "step": 7}, out, protocol=4)

small = Model(3, vocab=3, d=2, ff=2, heads=1, d_head=2, kinds=["lsh"], axes=(2, 2), dims=(1, 1), chunk=4, gelu=False)
with open("small.pkl", "wb") as out:
    pickle.dump({"flat_weights": flat(small.weights)}, out, protocol=2)
with open("small.pkl.gz", "wb") as out, gzip.GzipFile(fileobj=out, mode="wb", compresslevel=2, mtime=0) as packed:
    pickle.dump({"flat_weights": flat(small.weights)}, packed, protocol=5)
