"""The whole recipe in one run: ``python -m training.recipe --out FOLDER --seed N [--data FOLDER]``.

Generates, trains, exports to ``FOLDER/model`` and prints what that model scores. Without
``--data`` it trains on the generator alone. The same seed, number of threads, processor and
versions of packages give the same weights.
"""

import argparse
import time
from pathlib import Path

import torch

from training import export, scores, train


def main() -> None:
    """Run all steps; say how much CPU time each took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--data", type=Path, default=None)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--steps", type=int, default=train.STEPS)
    parser.add_argument("--layers", type=int, default=6)
    parser.add_argument("--share", type=float, default=1.0, help="of the synthetic text")
    asked = parser.parse_args()
    torch.set_num_threads(1)
    run = train.Run(asked.out, asked.data, asked.seed, asked.steps, asked.layers, share=asked.share)
    print(f"trained on {'the generator and ' + str(asked.data) if asked.data else 'the generator alone'}")  # fmt: skip
    model = train.run(run)
    _told("training")
    export.write(model, asked.layers, asked.out / "model")
    _told("export")
    scores.table(asked.out / "model", asked.data)
    _told("scores")


def _told(step: str) -> None:
    print(f"{step}: {time.process_time() / 60:.1f} CPU-minutes since the start", flush=True)


if __name__ == "__main__":
    main()
