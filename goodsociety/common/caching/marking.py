"""Marking a view whose answer is the same for everybody."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec, TypeVar

Given = ParamSpec("Given")
Answer = TypeVar("Answer")
#: How long browsers and proxies may keep a page without asking. With the second for which a process does not reread
#: the content's version, an edit shows within two.
ELSEWHERE = 1


@dataclass(frozen=True)
class Mark:
    """How long a view's answers may be shown, of that by browsers alone, and which parameters they may differ by."""

    seconds: int
    parameters: frozenset[str]
    elsewhere: int


def public_page(
    *, seconds: int, parameters: tuple[str, ...] = (), elsewhere: int = ELSEWHERE
) -> Callable[[Callable[Given, Answer]], Callable[Given, Answer]]:
    """Mark a view whose answer is the same for everybody who asks for its address.

    Nobody sees an answer that is older than ``seconds``: 10 for one with free places or what is on now, 60 for one
    that otherwise depends on the time, 3600 for the rest; none is given out once any content was edited, except that
    browsers may keep it for ``elsewhere`` seconds. ``parameters`` are those of the query that have few values, such as
    a day or a zone. A question with any other is answered anew each time, so leave out the text of a search.
    """
    if seconds <= elsewhere:
        raise ValueError("A page is kept for longer than browsers may keep it, or its view is not marked.")
    mark = Mark(seconds, frozenset(parameters), elsewhere)

    def decorate(view: Callable[Given, Answer]) -> Callable[Given, Answer]:
        @wraps(view)
        def marked(*args: Given.args, **kwargs: Given.kwargs) -> Answer:
            # What another process made; the request of a site that keeps no pages knows nobody to ask.
            answer: Any = getattr(args[0], "made_by_others", nothing)()
            if answer is None:
                answer = view(*args, **kwargs)
            answer.public_page = mark
            return answer  # type: ignore[no-any-return]  # what the view returned

        marked.public_page = mark  # type: ignore[attr-defined]  # by which a test knows every public address
        return marked

    return decorate


def nothing() -> None:
    """Return no page."""


def mark_of(answer: object) -> Mark | None:
    """Return the mark of a view or of its answer; None where it belongs to one visitor."""
    mark = getattr(answer, "public_page", None)
    return mark if isinstance(mark, Mark) else None
