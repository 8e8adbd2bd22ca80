"""Parts of addresses."""

from goodsociety.common.dates import common_year


class YearConverter:
    """A year of four digits in an address; a Buddhist one is read as such, any other absurd one matches nothing."""

    regex = "[0-9]{4}"

    def to_python(self, value: str) -> int:
        """Return the Common Era year; ValueError, which Django answers with 404, for neither era."""
        return common_year(int(value))

    def to_url(self, value: int) -> str:
        """Return the Common Era year."""
        return f"{value:04}"


class EditionKeyConverter:
    """A row of an edition by year and slug, ``2019-education``: the same in every database, unlike a row's number."""

    regex = "[0-9]{4}-[-a-zA-Z0-9_]+"

    def to_python(self, value: str) -> tuple[int, str]:
        """Return year and slug; ValueError for a year of neither era."""
        year, _, slug = value.partition("-")
        return common_year(int(year)), slug

    def to_url(self, value: str) -> str:
        """Return the key as it is."""
        return value
