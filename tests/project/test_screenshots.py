"""The pictures in docs/: every page on a desktop and a phone, light and dark, small enough for a repository."""

from itertools import product
from pathlib import Path

from scripts.screenshots import MOST_BYTES, PAGES, SIZES

FOLDER = Path(__file__).parents[2] / "docs" / "screenshots"
MOST_TOGETHER = 3_000_000


def test_every_page_is_pictured_and_nothing_else() -> None:
    wanted = {f"{name}-{size}-{scheme}.png" for name, size, scheme in product(PAGES, SIZES, ("light", "dark"))}
    assert {file.name for file in FOLDER.iterdir()} == wanted


def test_the_pictures_are_small() -> None:
    sizes = [file.stat().st_size for file in FOLDER.iterdir()]
    assert max(sizes) <= MOST_BYTES and sum(sizes) <= MOST_TOGETHER
