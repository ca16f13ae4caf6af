"""The whole recipe in one run: ``python -m training.recipe --out FOLDER --seed N [--data FOLDER]``.

Trains a teacher of six layers, then a model of four that begins with four of these and learns
the teacher's odds on texts made with another seed; exports that one to ``FOLDER/model`` and
prints what it scores. Without ``--data`` it trains on the generator alone. The same seed,
number of threads, processor and versions of packages give the same weights.
"""

import argparse
import time
from pathlib import Path

import torch

from training import export, fixed, scores, train

TEACHER_LAYERS, LAYERS = 6, 4
SHARE, PUPIL_SHARE = 0.6, 0.4
"""Of the synthetic text, beside all public text there is."""
PUPIL_RATE = 0.7
PUPIL_SEED = 61
"""Another than the teacher's: on texts that it was trained on a teacher is too sure."""


def main() -> None:
    """Run all steps; say how much CPU time each took."""
    fixed.hashes()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--data", type=Path, default=None)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--steps", type=int, default=train.STEPS, help="of the teacher")
    parser.add_argument("--pupil-steps", type=int, default=train.PUPIL_STEPS)
    parser.add_argument("--pupil-seed", type=int, default=PUPIL_SEED)
    parser.add_argument("--pupil-share", type=float, default=PUPIL_SHARE)
    parser.add_argument("--layers", type=int, default=LAYERS, help="of the model that is exported")
    parser.add_argument("--share", type=float, default=SHARE, help="of the synthetic text")
    asked = parser.parse_args()
    torch.set_num_threads(1)
    print(f"trained on {'the generator and ' + str(asked.data) if asked.data else 'the generator alone'}")  # fmt: skip
    teacher = asked.out / "teacher"
    train.run(
        train.Run(teacher, asked.data, asked.seed, asked.steps, TEACHER_LAYERS, share=asked.share)
    )
    _told("teacher")
    model = train.run(
        train.Run(
            asked.out,
            asked.data,
            asked.pupil_seed,
            asked.pupil_steps,
            asked.layers,
            begin=teacher,
            rate=PUPIL_RATE,
            share=asked.pupil_share,
            teacher=teacher,
        )
    )
    _told("model")
    export.write(model, asked.layers, asked.out / "model")
    _told("export")
    scores.table(asked.out / "model", asked.data)
    _told("scores")


def _told(step: str) -> None:
    print(f"{step}: {time.process_time() / 60:.1f} CPU-minutes since the start", flush=True)


if __name__ == "__main__":
    main()
