"""The Reformer of transformers with the sizes of our benchmarks: a layer of attention, a training step, generation.

It is configured as fast as it can compute what ours computes: no dropout, no cache in training.
"""

import torch
from transformers import ReformerConfig, ReformerModelWithLMHead
from transformers.models.reformer.modeling_reformer import LSHSelfAttention

AXES = (512, 256)  # 131,072 positions, as ours
ROWS = 1024  # of feed-forward layers and of the head at a time, as ours


def axes(length):
    """Two factors of the length: in training, positions must be exactly as many as tokens."""
    first = 2 ** (length.bit_length() // 2)
    return first, length // first


class Reformer:
    def __init__(self, sizes):
        self.depth, self.heads, self.head_size, _, self.chunk = sizes[:5]
        self.feed_forward, self.vocabulary, self.layers, self.generated = sizes[5:]

    def config(self, rounds, **others):
        """num_buckets=None: the layer settles the number at the first length it sees, so each length has its own."""
        return ReformerConfig(
            hidden_size=self.depth,
            num_attention_heads=self.heads,
            attention_head_size=self.head_size,
            feed_forward_size=self.feed_forward,
            vocab_size=self.vocabulary,
            hidden_act="gelu_pytorch_tanh",
            num_hashes=rounds,
            num_buckets=None,
            lsh_attn_chunk_length=self.chunk,
            local_attn_chunk_length=self.chunk,
            lsh_num_chunks_before=1,
            lsh_num_chunks_after=0,
            local_num_chunks_before=1,
            local_num_chunks_after=0,
            lsh_attention_probs_dropout_prob=0.0,
            local_attention_probs_dropout_prob=0.0,
            hidden_dropout_prob=0.0,
            is_decoder=True,
            axial_pos_embds_dim=(self.depth // 4, self.depth - self.depth // 4),
            **others,
        )

    def attention(self, length, rounds):
        return LSHSelfAttention(self.config(rounds, max_position_embeddings=length))

    def model(self, kinds, rounds, shape, **others):
        """A language model whose layers are these kinds in turn."""
        return ReformerModelWithLMHead(
            self.config(
                rounds,
                attn_layers=[kinds[i % len(kinds)] for i in range(self.layers)],
                axial_pos_shape=shape,
                max_position_embeddings=shape[0] * shape[1],
                **others,
            )
        )

    def step(self, length, batch, rounds, kinds):
        """Forward, backward, Adam."""
        rows = min(ROWS, length)
        model = self.model(
            kinds,
            rounds,
            axes(length),
            use_cache=False,
            chunk_size_feed_forward=rows,
            chunk_size_lm_head=rows,
        ).train()
        optimizer = torch.optim.Adam(model.parameters(), lr=1e-4, betas=(0.9, 0.98), eps=1e-9)
        ids = torch.randint(self.vocabulary, (batch, length))

        def run():
            model(ids, labels=ids).loss.backward()
            optimizer.step()

        return run, optimizer.zero_grad

    def generation(self, context, batch, rounds):
        """Tokens behind a prompt, the greatest logit's each; a run goes on where the one before ended. The seed is what
        lets it hash a token as it hashed those before."""
        model = self.model(["local", "lsh"], rounds, AXES, hash_seed=1).eval()
        answer = model(torch.randint(self.vocabulary, (batch, context)), use_cache=True)

        def run():
            nonlocal answer
            for _ in range(self.generated):
                ids = answer.logits[:, -1:].argmax(-1)
                answer = model(ids, past_buckets_states=answer.past_buckets_states, use_cache=True)

        return run, lambda: None
