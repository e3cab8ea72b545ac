"""Compares models with transformers, in both directions; ./reformer zoo compare runs it.

Takes a folder. ours/TASK holds models that the caller exported, with given.safetensors: input_ids, rotations/I for every LSH
layer I, logits. Prints a line 'ours TASK DIFFERENCE GREATEST' for each. Then saves models of transformers, random ones, into
theirs/TASK, with given.safetensors likewise, for the caller to import.
"""

import pathlib
import sys

import torch
import transformers
from safetensors.torch import load_file, save_file
from transformers.models.reformer import modeling_reformer

CLASSES = {
    "LANGUAGE_MODEL": transformers.ReformerModelWithLMHead,
    "MASKED_LANGUAGE_MODEL": transformers.ReformerForMaskedLM,
    "SEQUENCE_CLASSIFICATION": transformers.ReformerForSequenceClassification,
    "QUESTION_ANSWERING": transformers.ReformerForQuestionAnswering,
}


class Rotations:
    """Gives LSH layers these rotations in turn, or remembers those that they draw."""

    def __init__(self, given=None):
        self.given = given
        self.drawn = []

    def randn(self, *shape, **options):
        if self.given is None:
            rotations = DRAW(*shape, **options)
        else:
            rotations = self.given[len(self.drawn)]
            wanted = tuple(shape[0]) if len(shape) == 1 else shape
            assert tuple(rotations.shape) == tuple(wanted), (rotations.shape, wanted)
        self.drawn.append(rotations.clone())
        return rotations


DRAW = torch.randn


def logits(model, input_ids, rotations):
    model.config.use_cache = False
    modeling_reformer.torch.randn = rotations.randn
    try:
        with torch.no_grad():
            output = model.eval()(input_ids=input_ids)
    finally:
        modeling_reformer.torch.randn = DRAW
    if hasattr(output, "start_logits"):
        return torch.stack([output.start_logits, output.end_logits], dim=-1)
    return output.logits


def lsh_layers(config):
    return [layer for layer, kind in enumerate(config.attn_layers) if kind == "lsh"]


def compare(folder):
    model, loading = CLASSES[folder.name].from_pretrained(folder, output_loading_info=True)
    complaints = {key: sorted(names) for key, names in loading.items() if names}
    assert not complaints, complaints
    given = load_file(folder / "given.safetensors")
    rotations = Rotations([given[f"rotations/{layer}"] for layer in lsh_layers(model.config)])
    computed = logits(model, given["input_ids"].long(), rotations)
    assert computed.shape == given["logits"].shape, (computed.shape, given["logits"].shape)
    difference = (computed - given["logits"]).abs().max().item()
    print("ours", folder.name, difference, computed.abs().max().item(), flush=True)


def save(folder, name, **options):
    torch.manual_seed(len(name))
    config = transformers.ReformerConfig(
        attn_layers=["local", "lsh", "lsh"], vocab_size=61, hidden_size=24, num_attention_heads=2, attention_head_size=12,
        feed_forward_size=40, axial_pos_shape=[8, 12], axial_pos_embds_dim=[10, 14], max_position_embeddings=96,
        local_attn_chunk_length=8, lsh_attn_chunk_length=16, num_hashes=3, is_decoder=name == "LANGUAGE_MODEL",
        initializer_range=0.3, **options)
    model = CLASSES[name](config)
    for parameter in model.parameters():
        parameter.data += 0.1 * DRAW(parameter.shape)
    input_ids = torch.randint(0, 61, (2, 70))
    rotations = Rotations()
    computed = logits(model, input_ids, rotations)
    model.save_pretrained(folder / name)
    given = {f"rotations/{layer}": drawn for layer, drawn in zip(lsh_layers(config), rotations.drawn)}
    given |= {"input_ids": input_ids.float(), "logits": computed.contiguous()}
    save_file(given, folder / name / "given.safetensors")


def main():
    folder = pathlib.Path(sys.argv[1])
    print("with", transformers.__version__, torch.__version__, flush=True)
    for model in sorted((folder / "ours").iterdir()):
        compare(model)
    save(folder / "theirs", "LANGUAGE_MODEL", num_buckets=None, hidden_act="gelu_new")
    save(folder / "theirs", "MASKED_LANGUAGE_MODEL", num_buckets=[4, 2], hidden_act="gelu", local_num_chunks_after=1)
    save(folder / "theirs", "SEQUENCE_CLASSIFICATION", num_buckets=6, num_labels=5)
    save(folder / "theirs", "QUESTION_ANSWERING", num_buckets=8, axial_pos_embds=False)


if __name__ == "__main__":
    main()
