"""Colours and whether people can read on them."""

BLACK, WHITE = "#000000", "#ffffff"
#: Where a step of brightness stops being linear (WCAG 2.2, relative luminance).
LINEAR_BELOW = 0.04045
WEIGHTS = (0.2126, 0.7152, 0.0722)
#: The least contrast of a text (WCAG 2.2, 1.4.3).
READABLE = 4.5
#: How finely a colour is made darker or lighter.
STEPS = 50


def luminance(colour: str) -> float:
    """Return the relative luminance of #rrggbb, 0 for black to 1 for white, as WCAG 2.2 defines it."""
    parts = (part / 255 for part in parts_of(colour))
    linear = (part / 12.92 if part <= LINEAR_BELOW else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return sum(weight * part for weight, part in zip(WEIGHTS, linear, strict=True))


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21; text is readable from 4.5 on (WCAG 2.2, 1.4.3)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def readable_on(colour: str) -> str:
    """Return white or black, whichever stands out more from a colour; one of them always reaches 4.5."""
    return WHITE if contrast(colour, WHITE) >= contrast(colour, BLACK) else BLACK


def mix(one: str, other: str, share: float) -> str:
    """Return the colour that holds so much of one, 0 to 1, and else of the other."""
    pairs = zip(parts_of(one), parts_of(other), strict=True)
    return "#" + "".join(f"{round(share * first + (1 - share) * second):02x}" for first, second in pairs)


def parts_of(colour: str) -> list[int]:
    """Return red, green and blue of #rrggbb, 0 to 255 each."""
    return [int(colour[start : start + 2], 16) for start in (1, 3, 5)]


def as_ink(colour: str, *grounds: str) -> str:
    """Return the colour, made so much darker or lighter that it can be read on each of these grounds."""
    end = readable_on(grounds[0])
    steps = (mix(end, colour, step / STEPS) for step in range(STEPS + 1))
    return next((ink for ink in steps if all(contrast(ink, ground) >= READABLE for ground in grounds)), end)
