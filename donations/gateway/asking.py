"""One question to a provider's server over HTTPS: bounded in time and size, and never led elsewhere with our key."""

import base64
import json
import logging
from collections.abc import Mapping
from http import HTTPStatus
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

from donations.gateway.provider import ProviderAway, ProviderRefused

SECONDS = 8
LARGEST_ANSWER = 512 * 1024
#: With these the provider says that the question was understood and the answer is no.
REFUSED = (
    HTTPStatus.BAD_REQUEST, HTTPStatus.PAYMENT_REQUIRED, HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY,
)  # fmt: skip
logger = logging.getLogger(__name__)


class StayHere(HTTPRedirectHandler):
    """Follows nobody: the key goes to the address of the settings alone."""

    def redirect_request(self, *_args: Any, **_more: Any) -> None:
        """Refuse to go elsewhere."""


def ask(url: str, key: str, form: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Return the JSON object that a server answers; with a form it is sent. Raises ProviderAway, ProviderRefused."""
    named = base64.b64encode(f"{key}:".encode()).decode()
    sent = None if form is None else urlencode(form).encode()
    request = Request(url, sent, {"Authorization": f"Basic {named}", "Accept": "application/json"})  # noqa: S310 (http or https: the settings see to that)
    try:
        with build_opener(StayHere).open(request, timeout=SECONDS) as response:
            return object_in(response.read(LARGEST_ANSWER + 1))
    except HTTPError as error:
        error.close()
        logger.warning("The payment provider answered %s.", error.code)
        raise (ProviderRefused if error.code in REFUSED else ProviderAway) from None
    except (OSError, HTTPException) as error:
        logger.warning("The payment provider does not answer: %s.", type(error).__name__)
        raise ProviderAway from None


def object_in(body: bytes) -> dict[str, Any]:
    """Return the JSON object of an answer; numbers with a point stay text, since no amount has one."""
    if len(body) > LARGEST_ANSWER:
        raise ProviderAway
    try:
        found = json.loads(body, parse_float=str, parse_constant=str)
    except (ValueError, RecursionError):
        raise ProviderAway from None
    if not isinstance(found, dict):
        raise ProviderAway
    return found
