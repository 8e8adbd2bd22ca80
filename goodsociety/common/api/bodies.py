"""How bodies are read."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser
from rest_framework.utils import json


class ObjectParser(JSONParser):
    """Reads a JSON object in UTF-8 and nothing else, whatever charset the request names (RFC 8259, section 8.1)."""

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> dict[str, Any]:  # noqa: ARG002 (DRF's signature)
        """Return the object; ParseError (400) for anything that is none."""
        try:
            body = json.loads(stream.read().decode())
        except (ValueError, RecursionError) as error:
            raise ParseError(_("The body cannot be read as JSON in UTF-8.")) from error
        if not isinstance(body, dict):
            raise ParseError(_("The body must be a JSON object: names and values in { }."))
        return body
