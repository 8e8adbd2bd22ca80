"""Makes the web fonts: Sarabun for reading, Prompt for headings (SIL Open Font License), as small WOFF2 files."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import version
from importlib.resources import as_file, files
from importlib.resources.abc import Traversable
from itertools import groupby
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

#: What every page shows: basic Latin, a few signs, é, dashes, quotes, bullets, arrows, minus, the euro, and Thai.
COMMON = frozenset((
    *range(0x20, 0x7F), 0xA0, 0xA9, 0xAB, 0xB0, 0xB1, 0xB2, 0xB7, 0xBB, 0xBD, 0xD7, 0xE9, 0xF7, 0x2013, 0x2014, 0x2018,
    0x2019, 0x201C, 0x201D, 0x2022, 0x2026, 0x20AC, 0x2190, 0x2192, 0x2212, 0x25CC, *range(0x0E01, 0x0E3B),
    *range(0x0E3F, 0x0E5C),
))  # fmt: skip
#: What a few names need: the rest of Latin with Vietnamese, spaces, and signs; loaded when a page has one of them.
RARE = frozenset((
    *range(0xA1, 0x250), *range(0x1E00, 0x1F00), *range(0x2009, 0x203B), 0x20AB, 0x2122, 0x2191, 0x2193, 0x2264, 0x2265,
)) - COMMON  # fmt: skip
#: The rules that place vowels and tone marks; no fractions, raised figures and the like.
THAI = ("ccmp", "mark", "mkmk")
#: Pairs of Latin letters moved together, as large letters need it; in small ones nobody sees the kilobyte it takes.
KERNED = (*THAI, "kern")
FAMILY_AND_WEIGHT = (1, 2)
FACE_RULE = """\
@font-face {{
  font-family: "{family}";
  font-style: normal;
  font-weight: {weight};
  font-display: swap;
  src: url("{file}") format("woff2");
  unicode-range: {range};
}}
"""
STAND_IN_RULE = """\
@font-face {{
  font-family: "{family} stand-in";
  font-weight: {weight};
  src: {sources};
  unicode-range: {range};
  size-adjust: {size:.2%};
  ascent-override: {ascent:.2%};
  descent-override: {descent:.2%};
  line-gap-override: {gap:.2%};
}}
"""


@dataclass(frozen=True)
class Face:
    """One weight of a family, and the name of its file in the family's package."""

    family: str
    weight: int
    name: str
    features: tuple[str, ...]

    @property
    def package(self) -> str:
        """The package that the font comes from."""
        return f"fontpkg-{self.family.lower()}"

    @property
    def files(self) -> dict[str, frozenset[int]]:
        """The files it is made into, each with the characters in it."""
        stem = f"{self.family.lower()}-{self.weight}"
        return {f"{stem}.woff2": COMMON, f"{stem}-more.woff2": RARE}

    def open(self) -> TTFont:
        """Open the package's font."""
        with as_file(package_files(self.package).joinpath("files", f"{self.family}-{self.name}.ttf")) as path:
            return TTFont(path, recalcTimestamp=False)


@dataclass(frozen=True)
class StandIn:
    """A font of the visitor's machine that is made as wide and as high as ours, so that nothing moves later."""

    sources: tuple[str, ...]
    bold_sources: tuple[str, ...]
    range: str
    #: Letters as often as the language has them, and how wide the font sets them on average, in parts of its size.
    letters: str
    width: float
    bold_width: float


FACES = (
    Face("Sarabun", 400, "Regular", THAI),
    Face("Sarabun", 700, "Bold", THAI),
    Face("Prompt", 600, "SemiBold", KERNED),
)
BOLD = 600
STAND_INS = (
    StandIn(
        ("Arial", "Liberation Sans", "Arimo", "Helvetica"),
        ("Arial Bold", "Liberation Sans Bold", "Arimo Bold", "Helvetica Bold"),
        "U+0000-0DFF, U+0E80-FFFF",
        "aaabcdeeeefghiijklmnnoopqrrssttuvwxyz      ",
        0.4563,
        0.4937,
    ),
    StandIn(
        ("Noto Sans Thai", "NotoSansThai-Regular", "Noto Sans Thai UI"),
        ("Noto Sans Thai Bold", "NotoSansThai-Bold", "Noto Sans Thai UI Bold"),
        "U+0E00-0E7F",
        "าาาาาาาาาานนนนนนนนนรรรรรรร่่่่่่่งงงงงงออออออกกกกกก้้้้้้เเเเเมมมมมยยยยยลลลลลััััวววีีีีททททดดดดดบบบสสสคคคิิิหหหแแแตตะะชชืืจจพพใใูููไไปปุุขำโ",
        0.4178,
        0.4409,
    ),
)


class Command(BaseCommand):
    """Writes static/build/fonts.css, its fonts and their licences; does nothing when they are there already."""

    help = (
        "Make the web fonts in static/build from the installed font packages (nothing to do when they are up to date)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take another folder, for tests."""
        parser.add_argument("--folder", type=Path, default=Path(settings.STATICFILES_DIRS[0]) / "build")

    def handle(self, **options: Any) -> None:
        """Make what is missing or out of date."""
        folder: Path = options["folder"]
        if is_up_to_date(folder):
            self.stdout.write("Web fonts are up to date.")
            return
        folder.mkdir(parents=True, exist_ok=True)
        for left_over in set(folder.glob("*.woff2")) - {folder / file for face in FACES for file in face.files}:
            left_over.unlink()
        for face in FACES:
            write_fonts(face, folder)
        # Last, as its first line says that everything is there.
        (folder / "fonts.css").write_text(stylesheet())
        self.stdout.write(f"Made web fonts in {folder}")


def edition_of_fonts() -> str:
    """Return the comment that names what the fonts are made from: the packages, and this recipe."""
    recipe = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:12]
    packages = ", ".join(f"{package} {version(package)}" for package in sorted({face.package for face in FACES}))
    return f"/* Sarabun and Prompt, SIL Open Font License 1.1: {packages}, recipe {recipe} */"


def stylesheet() -> str:
    """Return the rules that name the fonts and what stands in for them until they are there."""
    rules = [face_rule(face, file, characters) for face in FACES for file, characters in face.files.items()]
    rules += [stand_in_rule(stand_in, face) for face in FACES for stand_in in STAND_INS]
    return "\n".join([edition_of_fonts(), *rules])


def is_up_to_date(folder: Path) -> bool:
    """Say whether the folder holds the fonts that would be made now."""
    sheet = folder / "fonts.css"
    has_fonts = all((folder / file).exists() for face in FACES for file in face.files)
    return has_fonts and sheet.exists() and sheet.read_text().startswith(edition_of_fonts())


def package_files(package: str) -> Traversable:
    """Return the folder of an installed font package."""
    return files(package.replace("-", "_"))


def write_fonts(face: Face, folder: Path) -> None:
    """Write a face's files, and the licence of its family beside them."""
    licence = package_files(face.package).joinpath("LICENSE").read_text(encoding="utf-8")
    (folder / f"{face.family.lower()}-licence.txt").write_text(licence)
    for file, characters in face.files.items():
        font = face.open()
        keep_characters(font, characters, face.features)
        font.save(folder / file)


def face_rule(face: Face, file: str, characters: Iterable[int]) -> str:
    """Return the rule that names a file, and the characters for which it is loaded."""
    return FACE_RULE.format(family=face.family, weight=face.weight, file=file, range=unicode_range(characters))


def unicode_range(characters: Iterable[int]) -> str:
    """Return characters as CSS writes them: U+20-7E, U+A0."""
    runs = groupby(enumerate(sorted(characters)), lambda numbered: numbered[1] - numbered[0])
    spans = [[character for _, character in run] for _, run in runs]
    return ", ".join(f"U+{span[0]:X}-{span[-1]:X}" if span[1:] else f"U+{span[0]:X}" for span in spans)


def stand_in_rule(stand_in: StandIn, face: Face) -> str:
    """Return the rule that gives a stand-in the face's width and height."""
    font, is_bold = face.open(), face.weight >= BOLD
    characters, widths, units = font.getBestCmap(), font["hmtx"], font["head"].unitsPerEm
    letters = [widths[characters[ord(letter)]][0] for letter in stand_in.letters]
    size = sum(letters) / len(letters) / units / (stand_in.bold_width if is_bold else stand_in.width)
    lines = font["hhea"]
    return STAND_IN_RULE.format(
        family=face.family,
        weight=face.weight,
        sources=", ".join(f'local("{name}")' for name in (stand_in.bold_sources if is_bold else stand_in.sources)),
        range=stand_in.range,
        size=size,
        ascent=lines.ascent / units / size,
        descent=-lines.descent / units / size,
        gap=lines.lineGap / units / size,
    )


def keep_characters(font: TTFont, characters: Iterable[int], features: tuple[str, ...]) -> None:
    """Throw away what these characters do not need, and keep every rule that places Thai vowels and tone marks."""
    options = Options(
        layout_features=features, hinting=False, notdef_outline=True, name_IDs=FAMILY_AND_WEIGHT, drop_tables=["gasp"]
    )
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    font.flavor = "woff2"
