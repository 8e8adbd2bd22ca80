"""How lists are cut into pages."""

import re
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request


class Pages(PageNumberPagination):
    """Lists in pages so long that a simple client rarely needs a second one."""

    page_size = 500
    page_size_query_param = "page_size"
    max_page_size = 1000
    page_query_description = "Which page, from 1."
    page_size_query_description = "How many rows a page holds: 500 unless told, at most 1000."

    def get_page_size(self, request: Request) -> int | None:
        """Return how many rows to show, or say that the number asked for is none."""
        asked = request.query_params.get(self.page_size_query_param, "1")
        if not re.fullmatch(r"0*[1-9][0-9]{0,8}", asked):
            sentence = _("Write a whole number from 1 to %(most)s.") % {"most": self.max_page_size}
            raise ValidationError({self.page_size_query_param: [sentence]})
        return super().get_page_size(request)

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """Document both parameters with their bounds."""
        number, size = super().get_schema_operation_parameters(view)
        number["schema"]["minimum"] = size["schema"]["minimum"] = 1
        size["schema"]["maximum"] = self.max_page_size
        return [number, size]
