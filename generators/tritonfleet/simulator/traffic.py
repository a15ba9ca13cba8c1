"""Requests on their way to pods.

Model: each goes to a ready pod, at random (as kube-proxy spreads connections) or in turn. One that finds no ready pod
fails, unless a gateway holds it until there is one, as KEDA's HTTP add-on does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Times = NDArray[np.float64]

Balance = Literal["random", "turns"]


class Traffic:
    """Shares arrivals among pods. ``holds``: whether a gateway keeps requests that find no pod."""

    def __init__(self, balance: Balance, seed: int, *, holds: bool) -> None:
        import numpy as np

        self._balance, self._holds = balance, holds
        self._dice = np.random.default_rng((seed, 2**32))
        self._held: Times = np.empty(0)
        self._turn = 0

    @property
    def held(self) -> int:
        """Requests at the gateway."""
        return len(self._held)

    def share(self, times: Times, pods: int) -> tuple[list[Times], Times]:
        """The arrivals of each pod, in order, and those that fail."""
        import numpy as np

        nothing: Times = np.empty(0)
        if pods == 0 and self._holds:
            self._held = np.concatenate((self._held, times))
            return [], nothing
        if pods == 0:
            return [], times
        if self.held:
            times, self._held = np.concatenate((self._held, times)), nothing
        return self._shared(times, pods), nothing

    def _shared(self, times: Times, pods: int) -> list[Times]:
        if pods == 1:
            return [times]
        if self._balance == "turns":
            first, self._turn = self._turn, (self._turn + len(times)) % pods
            return [times[(number - first) % pods :: pods] for number in range(pods)]
        choice = self._dice.integers(0, pods, len(times))
        return [times[choice == number] for number in range(pods)]
