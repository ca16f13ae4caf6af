"""The whole recipe in one run: ``python -m training.recipe --out FOLDER --seed N [--data FOLDER]``.

Trains a teacher of six layers, then three models of four that begin with four of these and
learn the teacher's odds, each on texts made with a seed of its own; exports their mean to
``FOLDER/model`` and prints what it scores. Without ``--data`` it trains on the generator alone.
The same seed, number of threads, processor and versions of packages give the same weights.
"""

import argparse
import time
from collections.abc import Sequence
from pathlib import Path

import torch

from training import export, fixed, scores, train
from training.average import mean

TEACHER_LAYERS, LAYERS = 6, 4
SHARE, PUPIL_SHARE = 0.6, 0.4
"""Of the synthetic text, beside all public text there is."""
PUPIL_RATE = 0.7
PUPIL_SEEDS = (61, 62, 63)
"""Others than the teacher's: on texts that it was trained on a teacher is too sure. The mean of
several is less a matter of the seed."""


def main() -> None:
    """Run all steps; say how much CPU time each took."""
    fixed.hashes()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--data", type=Path, default=None)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--steps", type=int, default=train.STEPS, help="of the teacher")
    parser.add_argument("--pupil-steps", type=int, default=train.PUPIL_STEPS)
    parser.add_argument("--pupil-seeds", type=int, nargs="+", default=PUPIL_SEEDS)
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
    pupils = [asked.out / f"pupil-{seed}" for seed in asked.pupil_seeds]
    for seed, pupil in zip(asked.pupil_seeds, pupils, strict=True):
        train.run(
            train.Run(
                pupil,
                asked.data,
                seed,
                asked.pupil_steps,
                asked.layers,
                begin=teacher,
                rate=PUPIL_RATE,
                share=asked.pupil_share,
                teacher=teacher,
            )
        )
        _told(f"pupil {seed}")
    model = _mean_of(pupils, asked.layers, asked.out)
    export.write(model, asked.layers, asked.out / "model")
    _told("export")
    scores.table(asked.out / "model", asked.data)
    _told("scores")


def _mean_of(runs: Sequence[Path], layers: int, out: Path) -> train.Tagger:
    """Write the mean of the weights of several runs and give that model."""
    states = [torch.load(run / "names.pt", weights_only=True)["weights"] for run in runs]
    model = train.Tagger(layers)
    model.load_state_dict(mean(states, [1 / len(states)] * len(states)))
    train.save(model, layers, out)
    return model.eval()


def _told(step: str) -> None:
    print(f"{step}: {time.process_time() / 60:.1f} CPU-minutes since the start", flush=True)


if __name__ == "__main__":
    main()
