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
