"""Garments, shoes and bags drawn by formula: the built-in stand-in for Fashion-MNIST.

Each kind is drawn for many images at once. Sizes are in pixels of the 28×28 image; every random
quantity has the shape (n, 1, 1), one value an image, and NumPy's broadcasting does the rest.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

SIZE = 28
column = np.arange(SIZE, dtype=np.float32)[None, None, :]  # 0 on the left
row = np.arange(SIZE, dtype=np.float32)[None, :, None]  # 0 at the top
CENTRE = (SIZE - 1) / 2


class Dice:
    """Random numbers for `n` images, in arrays of shape (n, 1, 1)."""

    def __init__(self, rng: np.random.Generator, n: int) -> None:
        self.rng, self.n = rng, n

    def uniform(self, low: float, high: float) -> np.ndarray:
        """Numbers between `low` and `high`."""
        return low + (high - low) * self.rng.random((self.n, 1, 1), np.float32)

    def chance(self, probability: float) -> np.ndarray:
        """1.0 with the given probability, else 0.0."""
        return (self.rng.random((self.n, 1, 1), np.float32) < probability).astype(np.float32)

    def cloth(self, knots: int) -> np.ndarray:
        """Smooth noise of shape (n, 28, 28) between 0 and 1; more knots, finer grain."""
        coarse = self.rng.random((self.n, knots, knots), np.float32)
        places = np.linspace(0, knots - 1, SIZE)[:, None]
        weights = np.clip(1 - np.abs(places - np.arange(knots)), 0, 1).astype(np.float32)
        return weights @ coarse @ weights.T


def draw(label: int, n: int, rng: np.random.Generator) -> np.ndarray:
    """Images of one class.

    Parameters
    ----------
    label : int
        0 to 9, in the order of Fashion-MNIST.
    n : int
    rng : numpy.random.Generator

    Returns
    -------
    ndarray of uint8, shape (n, 28, 28)
        0 is the background.
    """
    dice = Dice(rng, n)
    shape, tone = _KINDS[label](dice)
    folds = 1 - dice.uniform(0.05, 0.3) * dice.cloth(6)
    grain = 1 - dice.uniform(0.0, 0.12) * rng.random(shape.shape, np.float32)
    values = shape * np.clip(tone * folds * grain, 0.04, 1)
    return (255 * values).astype(np.uint8)


def _inside(distance: np.ndarray) -> np.ndarray:
    """Share of a pixel inside a shape, from the signed distance to its edge in pixels."""
    return np.clip(distance + 0.5, 0, 1)


def _band(position: np.ndarray, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    return _inside(np.minimum(position - low, high - position))


def _line(distance: np.ndarray, width: np.ndarray | float) -> np.ndarray:
    return np.clip(width / 2 + 0.5 - np.abs(distance), 0, 1)


def _ramp(position: np.ndarray, start: np.ndarray | float, end: np.ndarray | float) -> np.ndarray:
    """0 before `start`, 1 after `end`, straight between."""
    return np.clip((position - start) / (end - start), 0, 1)


def _segment(ax, ay, bx, by, width) -> np.ndarray:
    """A straight strap from (ax, ay) to (bx, by)."""
    dx, dy = bx - ax, by - ay
    along = np.clip(((column - ax) * dx + (row - ay) * dy) / (dx * dx + dy * dy), 0, 1)
    return _line(np.hypot(column - ax - along * dx, row - ay - along * dy), width)


def _arch(x, foot, wide, tall, width) -> np.ndarray:
    """A strap over the foot: the upper half of an ellipse that stands on the sole."""
    radius = np.hypot((column - x) / wide, (row - foot) / tall)
    return _line((radius - 1) * np.minimum(wide, tall), width) * (foot + 0.5 > row)


def _base_tone(dice: Dice) -> np.ndarray:
    """Brightness of the cloth: mostly light, sometimes dark."""
    return 0.25 + 0.75 * dice.uniform(0, 1) ** 0.45


def _pattern(dice: Dice, plain: float) -> np.ndarray:
    """Brightness factor of the print on the cloth: none, stripes, checks or blotches."""
    kind, depth = dice.uniform(0, 1), dice.uniform(0.2, 0.75)
    period, start = dice.uniform(3, 8), dice.uniform(0, 8)
    across = ((row + start) % period < period / 2).astype(np.float32)
    down = ((column + start) % period < period / 2).astype(np.float32)
    blotches = dice.cloth(14)
    step = (1 - plain) / 3
    print_ = np.where(
        kind < step,
        across,
        np.where(kind < 2 * step, (across + down) / 2, blotches),
    )
    return 1 - depth * print_ * (kind < 1 - plain)


def _upper(
    dice: Dice,
    *,
    shoulder: tuple[float, float],
    waist: tuple[float, float],
    hem: tuple[float, float],
    end: tuple[float, float],
    sleeves: tuple[float, float, float],
    neck_depth: tuple[float, float],
    plain: float,
) -> dict[str, np.ndarray]:
    """What all clothes for the upper body share: trunk, sleeves and neck.

    `sleeves` holds the probabilities of no, short and long sleeves; the pairs are ranges. Returns
    the shape, the tone, and the measures that details are placed by.
    """
    lean = dice.uniform(-0.06, 0.06) * (row - 14)
    across = np.abs(column - CENTRE - dice.uniform(-1, 1) - lean)
    top, neck = dice.uniform(0.3, 2.2), dice.uniform(2.2, 3.8)
    wide, narrow, low = dice.uniform(*shoulder), dice.uniform(*waist), dice.uniform(*hem)
    half = wide + (narrow - wide) * _ramp(row, top + 2, 14) + (low - narrow) * _ramp(row, 15, 27)
    bottom = dice.uniform(*end)
    slope = dice.uniform(0.15, 0.45)
    edge = top + slope * np.maximum(across - neck, 0)
    inward = np.maximum(1 - across / neck, 0)
    hollow = dice.uniform(*neck_depth) * inward * (1 + dice.uniform(0, 1) * (1 - inward))
    trunk = np.minimum(_inside(half - across), _band(row, edge + hollow, bottom))

    kind = dice.uniform(0, 1)
    none, short, _ = sleeves
    long = kind > none + short
    angle = np.where(long, dice.uniform(0.1, 0.26), dice.uniform(0.55, 1.0))
    length = np.where(long, dice.uniform(16.5, 22), dice.uniform(4.5, 8))
    length = np.where(~long & (dice.uniform(0, 1) < 0.12), dice.uniform(9, 13), length)
    thick = np.where(long, dice.uniform(1.6, 2.5), dice.uniform(2.1, 3.1))
    right = across - wide + 1.2
    down = row - top - 1.8 - slope * (wide - neck)
    along = right * np.sin(angle) + down * np.cos(angle)
    off = np.abs(right * np.cos(angle) - down * np.sin(angle))
    sleeve = np.minimum(_band(along, -1.5, length), _inside(thick - 0.03 * along - off))
    sleeve = sleeve * (kind > none) * (row > edge - 0.5)

    tone = _base_tone(dice) * _pattern(dice, plain)
    arm = np.clip(sleeve - trunk, 0, 1)
    tone = tone * (1 - dice.uniform(-0.15, 0.3) * arm)
    seam = _line(half - across, 1.0) * sleeve * (row > top + 3)
    tone = tone * (1 - dice.uniform(0.1, 0.6) * seam)
    return {
        "shape": np.maximum(trunk, sleeve),
        "tone": tone,
        "across": across,
        "top": top,
        "neck": neck,
        "bottom": bottom,
        "cuff": sleeve * _inside(along - length + 1.6) * long,
    }


def _chest_print(dice: Dice, across: np.ndarray, probability: float) -> np.ndarray:
    """Brightness factor of a picture or a word on the chest."""
    middle, height, width = dice.uniform(8, 13), dice.uniform(0.8, 4), dice.uniform(2.5, 5)
    area = _inside(height - np.abs(row - middle)) * _inside(width - across)
    ink = (dice.cloth(18) > 0.42).astype(np.float32)
    return 1 - dice.chance(probability) * dice.uniform(0.3, 0.85) * area * ink


def _front(
    dice: Dice, parts: dict[str, np.ndarray], *, opening: float, buttons: float, collar: float
) -> np.ndarray:
    """Brightness factor of an opening down the front, its buttons, and a collar.

    Each argument is the probability that the detail shows; how strongly is left to chance.
    """
    across, top, neck = parts["across"], parts["top"], parts["neck"]
    below = row > top + 2
    gap = dice.chance(opening) * dice.uniform(0.08, 0.6) * _line(across, dice.uniform(0.5, 1.2))
    spacing = dice.uniform(3, 4.5)
    knob = _line(across, 1.2) * ((row - top) % spacing < 1)
    knobs = dice.chance(buttons) * dice.uniform(0.1, 0.6) * knob
    reach = dice.uniform(3, 7)
    lapel = _line(across - neck * (1 - _ramp(row, top, top + reach)), 1.1) * (row < top + reach)
    edge = dice.chance(collar) * dice.uniform(0.1, 0.6) * lapel
    return (1 - np.maximum(gap, knobs) * below) * (1 - edge)


def _t_shirt(dice: Dice):
    parts = _upper(
        dice,
        shoulder=(5.6, 7.8),
        waist=(5.2, 7.6),
        hem=(5.6, 8.2),
        end=(24.5, 27.5),
        sleeves=(0.17, 0.72, 0.11),
        neck_depth=(0.3, 4),
        plain=0.58,
    )
    return parts["shape"], parts["tone"] * _chest_print(dice, parts["across"], 0.3)


def _trouser(dice: Dice):
    across = np.abs(column - CENTRE - dice.uniform(-0.8, 0.8) - dice.uniform(-0.04, 0.04) * row)
    top, bottom = dice.uniform(0, 1.2), dice.uniform(25.5, 27.5)
    waist, hip, hem = dice.uniform(3.8, 5.6), dice.uniform(4.6, 6.4), dice.uniform(4.2, 7.6)
    outer = waist + (hip - waist) * _ramp(row, top, 8) + (hem - hip) * _ramp(row, 9, 27)
    crotch = dice.uniform(7, 11)
    gap = dice.uniform(0.6, 3) * _ramp(row, crotch, 27) ** 0.7
    inner = np.where(row < crotch, -0.5, gap)
    inner = np.minimum(inner, outer - 1.8)
    shape = np.minimum(_band(across, inner, outer), _band(row, top, bottom))
    tone = _base_tone(dice) * _pattern(dice, 0.85)
    belt = _line(row - top - 1.6, 1.0) * dice.uniform(0, 0.5)
    fold = _line(across - (inner + outer) / 2, 1.2) * dice.uniform(-0.2, 0.3) * (row > crotch)
    fly = _line(across, 0.8) * (row < crotch) * dice.uniform(0, 0.5)
    return shape, tone * (1 - belt) * (1 - fold) * (1 - fly)


def _pullover(dice: Dice):
    parts = _upper(
        dice,
        shoulder=(6, 8.1),
        waist=(5.6, 7.9),
        hem=(5.7, 8.3),
        end=(24, 27.6),
        sleeves=(0.01, 0.04, 0.95),
        neck_depth=(0.2, 2.6),
        plain=0.62,
    )
    rib = (
        np.maximum(_inside(row - parts["bottom"] + 1.8), parts["cuff"])
        * dice.uniform(0, 0.3)
        * dice.chance(0.6)
    )
    collar = _line(row - parts["top"] - 1.2, 1.4) * (parts["across"] < parts["neck"])
    neckline = 1 - collar * dice.uniform(0, 0.3)
    picture = _chest_print(dice, parts["across"], 0.25)
    # A cardigan has an opening as a coat has one.
    front = _front(dice, parts, opening=0.15, buttons=0.12, collar=0.2)
    return parts["shape"], parts["tone"] * (1 - rib) * neckline * picture * front


def _dress(dice: Dice):
    parts = _upper(
        dice,
        shoulder=(3.4, 6.2),
        waist=(2.6, 5.8),
        hem=(3.8, 8.5),
        end=(26, 27.8),
        sleeves=(0.5, 0.3, 0.2),
        neck_depth=(0.5, 5),
        plain=0.65,
    )
    waist_line = _line(row - dice.uniform(9.5, 13), 1.2) * dice.uniform(-0.3, 0.6)
    pleats = (np.sin(parts["across"] * dice.uniform(1, 2.4)) > 0.3) * (row > 13)
    pleats = pleats * dice.uniform(0, 0.35) * dice.chance(0.5)
    return parts["shape"], parts["tone"] * (1 - waist_line) * (1 - pleats)


def _coat(dice: Dice):
    parts = _upper(
        dice,
        shoulder=(5.9, 8),
        waist=(5.5, 7.8),
        hem=(5.7, 8.5),
        end=(24.3, 27.8),
        sleeves=(0.01, 0.01, 0.98),
        neck_depth=(0, 2.8),
        plain=0.72,
    )
    front = _front(dice, parts, opening=0.62, buttons=0.3, collar=0.5)
    height = dice.uniform(15, 20)
    pocket = _line(row - height, 1.0) * _band(parts["across"], 2.2, 5.2)
    return parts["shape"], parts["tone"] * front * (
        1 - pocket * dice.uniform(0.1, 0.6) * dice.chance(0.4)
    )


def _shirt(dice: Dice):
    parts = _upper(
        dice,
        shoulder=(5.6, 7.9),
        waist=(5.2, 7.6),
        hem=(5.6, 8.2),
        end=(24.5, 27.5),
        sleeves=(0.1, 0.35, 0.55),
        neck_depth=(0.3, 4),
        plain=0.56,
    )
    # Tails: the hem of a shirt is cut round.
    cut = _inside(
        parts["bottom"] - dice.chance(0.4) * dice.uniform(0, 3) * (parts["across"] / 8) ** 2 - row
    )
    tail = np.where(parts["across"] < 8, cut, 1)
    front = _front(dice, parts, opening=0.42, buttons=0.4, collar=0.42)
    picture = _chest_print(dice, parts["across"], 0.12)
    return parts["shape"] * tail, parts["tone"] * front * picture


def _shoe_sole(dice: Dice, ground, heel, thickness):
    """Lower edge of the upper: flat under the toes, raised by `heel` from the middle of the foot on."""
    lift = _ramp(column, dice.uniform(6, 9), dice.uniform(17, 20))
    lift = lift * lift * (3 - 2 * lift)  # a foot bends; it has no corner
    lower = ground - thickness - heel * lift
    toe, back = dice.uniform(0, 1.5), dice.uniform(25, 27.2)
    sole = np.minimum(_band(row, lower - 0.5, lower + thickness), _band(column, toe, back))
    return lower, sole, toe, back


def _sandal(dice: Dice):
    ground, high = dice.uniform(20, 25), dice.chance(0.5)
    heel = high * dice.uniform(3, 10)
    ground = np.maximum(ground, 17 + heel * 0.8)
    lower, shape, _, back = _shoe_sole(dice, ground, heel, dice.uniform(0.8, 2.4))
    width = np.where(dice.uniform(0, 1) < 0.3, dice.uniform(4, 7), dice.uniform(1, 2.4))
    lean = dice.uniform(0, 2.5) * (ground - row) / 10
    post = _band(column, back - width - lean, back - lean * 0.6) * _band(row, lower, ground)
    shape = np.maximum(shape, post * (heel > 1))
    wedge = _band(column, dice.uniform(9, 13), back) * _band(row, lower, ground)
    shape = np.maximum(shape, wedge * dice.chance(0.2) * (heel > 1))
    strap = dice.uniform(1.1, 2.6)
    for place, probability in ((5.0, 1), (9.5, 0.6)):
        x = place + dice.uniform(-1.2, 1.2)
        foot = ground - 1 - heel * _ramp(x, 8, 18)
        arch = _arch(x, foot, dice.uniform(2.8, 5.5), dice.uniform(2, 5), strap)
        shape = np.maximum(shape, arch * dice.chance(probability))
    ankle_x, ankle_y = back - dice.uniform(3.5, 5.5), ground - heel - dice.uniform(6, 10)
    wide, flat = dice.uniform(2.5, 4.5), dice.uniform(0.6, 1.5)
    loop = _line(
        (np.hypot((column - ankle_x) / wide, (row - ankle_y) / flat) - 1) * flat, strap * 0.8
    )
    counter = _segment(back - 1, ground - heel - 1, ankle_x + wide, ankle_y, strap)
    instep = _segment(ankle_x - wide, ankle_y, dice.uniform(6, 11), ground - 4 - heel * 0.3, strap)
    tied = dice.chance(0.75)
    shape = np.maximum(shape, np.maximum(counter, loop) * tied)
    shape = np.maximum(shape, instep * tied * dice.chance(0.7))
    return shape, _base_tone(dice) * (1 - dice.uniform(0, 0.5) * _inside(row - lower))


def _closed_shoe(dice: Dice, ground, heel, thickness, height, shaft, dip):
    """Upper and sole of a shoe that covers the foot; the toe points to the left."""
    lower, sole, toe, back = _shoe_sole(dice, ground, heel, thickness)
    front = dice.uniform(2.6, 4.2)
    rise = _ramp(column, dice.uniform(4, 7), shaft)
    rise = rise * rise * (3 - 2 * rise)
    mouth = dip * np.maximum(1 - ((column - 21) / 4) ** 2, 0)
    profile = (front + (height - front) * rise - mouth) * _ramp(column, toe - 1.5, toe + 3) ** 0.5
    slack = 0.12 * dice.uniform(-0.3, 1) * (lower - row)
    upper = np.minimum(_band(row, lower - profile, lower), _band(column, toe + 0.3, back - slack))
    return np.maximum(upper, sole), lower, sole, back, profile


def _sneaker(dice: Dice):
    ground, height = dice.uniform(18.5, 23), dice.uniform(5.5, 9.5)
    height = np.where(dice.uniform(0, 1) < 0.15, dice.uniform(10, 15), height)
    thickness, dip = dice.uniform(1, 2.6), dice.uniform(0.8, 3)
    flat = dice.uniform(0, 0.6)
    shape, lower, sole, _, profile = _closed_shoe(
        dice, ground, flat, thickness, height, dice.uniform(15, 19), dip
    )
    tone = _base_tone(dice) * _pattern(dice, 0.85)
    tone = np.where(sole > 0.5, dice.uniform(0.25, 1), tone)
    laces = (
        _line((column + row * 0.6) % 3 - 1.5, 1)
        * _line(row - lower + profile - 1.5, 2.6)
        * _band(column, 8, 17)
    )
    tone = tone * (1 - laces * dice.uniform(0.2, 0.8) * dice.chance(0.7))
    lean = dice.uniform(-1.2, 1.2)
    stripe = _line((column - dice.uniform(11, 17) + lean * (row - 16)) % 4 - 2, 1.3)
    stripe = stripe * _band(column, 9, 19) * _inside(lower - 0.8 - row)
    return shape, tone * (1 - stripe * dice.uniform(0.2, 0.8) * dice.chance(0.5))


def _bag(dice: Dice):
    across = np.abs(column - CENTRE)
    top, bottom = dice.uniform(6.5, 14), dice.uniform(22.5, 27)
    upper, lower = dice.uniform(7, 13.2), dice.uniform(8, 13.4)
    half = upper + (lower - upper) * _ramp(row, top, bottom)
    corner = dice.uniform(0.5, 4)
    middle, reach = (top + bottom) / 2, (bottom - top) / 2
    beyond = np.hypot(
        np.maximum(across - half + corner, 0), np.maximum(np.abs(row - middle) - reach + corner, 0)
    )
    body = _inside(corner - beyond)
    wide, tall = dice.uniform(3.5, 8), np.minimum(dice.uniform(3.5, 11), top - 0.8)
    radius = np.hypot(across / wide, (row - top - 0.5) / tall)
    handle = _line((radius - 1) * np.minimum(wide, tall), dice.uniform(1, 2)) * (row < top + 1)
    handle = handle * dice.chance(0.8)
    sling = _line(across - half - 0.8, 1.2) * _band(row, top, bottom - 3) * dice.chance(0.25)
    tone = _base_tone(dice) * _pattern(dice, 0.8)
    flap = top + dice.uniform(3, 8) - dice.uniform(-0.15, 0.3) * across
    tone = tone * (1 - _line(row - flap, 1.0) * dice.uniform(0, 0.6))
    tone = tone * (1 - (row < flap) * dice.uniform(-0.2, 0.3))
    clasp = _inside(1.2 - np.maximum(across, np.abs(row - flap)))
    tone = tone * (1 - clasp * dice.uniform(0, 0.8))
    return np.maximum(body, np.maximum(handle, sling)), tone


def _ankle_boot(dice: Dice):
    ground, heel = dice.uniform(21.5, 27), dice.chance(0.6) * dice.uniform(1, 8)
    heel = heel + dice.uniform(0, 1)
    top = ground - dice.uniform(12, 25)
    top = np.maximum(top, 0.5)
    thickness = dice.uniform(0.8, 2.2)
    height = ground - thickness - heel - top
    shape, lower, sole, back, profile = _closed_shoe(
        dice, ground, heel, thickness, height, dice.uniform(11.5, 15), 0.6
    )
    block = _band(column, back - dice.uniform(2, 6.5), back) * _band(row, lower, ground)
    shape = np.maximum(shape, block)
    tone = _base_tone(dice) * _pattern(dice, 0.92)
    tone = np.where(np.maximum(sole, block) > 0.5, tone * dice.uniform(0.35, 1), tone)
    zip_ = _line(column - dice.uniform(17, 22), 1.0) * _inside(lower - 2 - row) * dice.chance(0.35)
    laces = (
        _line(row % 2.6 - 1.3, 1) * _line(column - 13.5 - 0.1 * (row - 10), 3) * dice.chance(0.35)
    )
    cuff = _line(row - lower + profile - 2.2, 1.0) * (column > 13) * dice.chance(0.4)
    detail = np.maximum(np.maximum(zip_, laces), cuff)
    return shape, tone * (1 - detail * dice.uniform(0.15, 0.7))


_KINDS: tuple[Callable[[Dice], tuple[np.ndarray, np.ndarray]], ...] = (
    _t_shirt,
    _trouser,
    _pullover,
    _dress,
    _coat,
    _sandal,
    _shirt,
    _sneaker,
    _bag,
    _ankle_boot,
)
