"""Average the weights of several seeds: ``python -m training.average --weights A B --out C``.

Runs that began from the same weights and saw the same kinds of text lie close together;
their mean is as good as the better one and less a matter of the seed.
"""

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path

import torch


def mean(
    states: Sequence[Mapping[str, torch.Tensor]], shares: Sequence[float]
) -> dict[str, torch.Tensor]:
    """Give the weighted mean of weights of the same names and shapes."""
    first = states[0]
    return {
        name: (
            torch.stack(
                [share * state[name] for share, state in zip(shares, states, strict=True)]
            ).sum(0)
            if value.is_floating_point()
            else value
        )
        for name, value in first.items()
    }


def main() -> None:
    """Read the runs' weights and write their mean."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, nargs="+", required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--shares", type=float, nargs="+", help="of each; equal unless named")
    asked = parser.parse_args()
    shares = asked.shares or [1 / len(asked.weights)] * len(asked.weights)
    saved = [torch.load(folder / "names.pt", weights_only=True) for folder in asked.weights]
    asked.out.mkdir(parents=True, exist_ok=True)
    averaged = {
        "layers": saved[0]["layers"],
        "weights": mean([one["weights"] for one in saved], shares),
    }
    torch.save(averaged, asked.out / "names.pt")


if __name__ == "__main__":
    main()
