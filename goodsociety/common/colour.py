"""Colours and whether people can read on them."""

BLACK, WHITE = "#000000", "#ffffff"
#: Where a step of brightness stops being linear (WCAG 2.2, relative luminance).
LINEAR_BELOW = 0.04045
WEIGHTS = (0.2126, 0.7152, 0.0722)


def luminance(colour: str) -> float:
    """Return the relative luminance of #rrggbb, 0 for black to 1 for white, as WCAG 2.2 defines it."""
    parts = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    linear = (part / 12.92 if part <= LINEAR_BELOW else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return sum(weight * part for weight, part in zip(WEIGHTS, linear, strict=True))


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21; text is readable from 4.5 on (WCAG 2.2, 1.4.3)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def readable_on(colour: str) -> str:
    """Return white or black, whichever stands out more from a colour; one of them always reaches 4.5."""
    return WHITE if contrast(colour, WHITE) >= contrast(colour, BLACK) else BLACK
