"""What every page of the organisers' workspace shares."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.contrib.admin.widgets import AdminDateWidget, AdminSplitDateTime, AdminTimeWidget
from django.db import DataError, IntegrityError, models, transaction
from django.db.models import QuerySet
from django.forms import ModelChoiceField, ModelMultipleChoiceField
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from goodsociety.common.admin.forms import SiteForm
from goodsociety.common.admin.widgets import Choice, Choices, are_keys
from goodsociety.common.caching.content import content
from goodsociety.common.fields import DayField, MomentField, TimeField
from goodsociety.common.laws import broken_law
from goodsociety.common.refusals import Refusal

FIELDS: dict[type[Any], dict[str, Any]] = {
    models.DateField: {"form_class": DayField, "widget": AdminDateWidget},
    models.DateTimeField: {"form_class": MomentField, "widget": AdminSplitDateTime},
    models.TimeField: {"form_class": TimeField, "widget": AdminTimeWidget},
    models.URLField: {"assume_scheme": "https"},
}


class SiteOptions(admin.options.BaseModelAdmin):
    """What pages and the tables inside them share: our form, either era in dates, choices that say their edition."""

    form = SiteForm
    formfield_overrides = FIELDS

    def formfield_for_foreignkey(
        self, db_field: "models.ForeignKey[Any, Any]", request: HttpRequest, **kwargs: Any
    ) -> ModelChoiceField | None:
        """Label the choice that is made as the list of choices does."""
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = Choice(db_field, self.admin_site)
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        other = self.admin_site.get_model_admin(db_field.remote_field.model)
        if field is not None and isinstance(other, SiteAdmin):
            field.label_from_instance = other.label  # type: ignore[method-assign, assignment]  # this page's own field
            field.queryset = db_field.remote_field.model._default_manager.select_related(*other.along)
        return field

    def formfield_for_manytomany(
        self, db_field: "models.ManyToManyField[Any, Any]", request: HttpRequest, **kwargs: Any
    ) -> ModelMultipleChoiceField | None:
        """Choose several rows as one is chosen."""
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = Choices(db_field, self.admin_site)
        return super().formfield_for_manytomany(db_field, request, **kwargs)


class SiteAdmin(SiteOptions, admin.ModelAdmin):
    """A list and a page for each row. Whatever is posted ends in a saved row or in words, never in an error page."""

    #: What the rows' names and list columns need of other tables.
    along: tuple[str, ...] = ()
    #: What is counted for each row, by the name of the column.
    counted: dict[str, Any] = {}
    #: What is chosen once, with a new row, since others come to hang on it.
    fixed: tuple[str, ...] = ()
    #: Columns that nobody may find rows by, since that would tell what stands in them.
    secret: tuple[str, ...] = ()
    #: Whether pages of the site show these rows: kept pages are old once one was changed.
    is_content = True
    list_per_page = 50
    show_full_result_count = False

    def label(self, thing: models.Model) -> str:
        """Name a row where it is chosen from a list."""
        return str(thing)

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Any]":
        """Fetch along what the rows' names need, and what is counted."""
        rows: QuerySet[Any] = super().get_queryset(request).annotate(**self.counted)
        return rows.select_related(*self.along) if self.along else rows

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Keep what is chosen once."""
        fields = tuple(super().get_readonly_fields(request, obj))
        return fields if obj is None else (*self.fixed, *fields)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Refuse an address that looks into a secret column."""
        return lookup.partition("__")[0] not in self.secret and super().lookup_allowed(lookup, value, request)

    def has_act_permission(self, request: HttpRequest) -> bool:
        """Say whether the user may start the actions of the list."""
        return admin.ModelAdmin.has_change_permission(self, request)

    def may_act(self, request: HttpRequest, thing: Any) -> bool:
        """Say whether the user may act on a row: who may change it, where a page says nothing else."""
        return self.has_change_permission(request, thing)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:  # noqa: FBT001, FBT002 (Django's signature)
        """Tell the form what the database refused a moment ago."""
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        form.broken_law = getattr(request, "broken_law", "")
        return form

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001 (Django's signature)
        """Write a new row; of one that is there only what was changed."""
        if change:
            obj.save(update_fields=form.changed_columns())
        else:
            super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001 (Django's signature)
        """Note the change once the row and all that hangs on it is written."""
        super().save_related(request, form, formsets, change)
        self.note_change(form.instance)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Delete a row and note it."""
        # Before the row loses its number, in the transaction of the view.
        self.note_change(obj)
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: "QuerySet[Any]") -> None:
        """Delete rows and note it, both or neither."""
        with transaction.atomic():
            self.note_change(*queryset)
            super().delete_queryset(request, queryset)

    def note_change(self, *things: Any) -> None:
        """Let no page that was made before a change of these rows be shown again, where pages show any."""
        if self.is_content:
            content.changed(*things)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form again, with what was typed, when only the database or an action saw that a law would break."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except (IntegrityError, DataError, Refusal) as error:
            request.broken_law = self.sentence_of(error)  # type: ignore[attr-defined]  # read by get_form
            return super().changeform_view(request, *args, **kwargs)

    def sentence_of(self, error: Exception) -> str:
        """Return a refusal's sentence, or that of the law that an error broke, here or in a table inside the page."""
        if isinstance(error, Refusal):
            return str(error)
        for table in (self.model, *(inline.model for inline in self.inlines)):
            name = broken_law(error, table) if isinstance(error, IntegrityError) else ""
            for law in table._meta.constraints:
                if law.name == name and law.violation_error_message != law.default_violation_error_message:
                    return str(law.get_violation_error_message())
        return _("This could not be saved: it contradicts another row. Somebody may have changed one in the meantime.")

    def delete_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """Say so when something came to depend on the row while its deletion was being confirmed."""
        try:
            return super().delete_view(request, object_id, *args, **kwargs)
        except IntegrityError:
            self.message_user(request, _("This could not be deleted: other rows depend on it."), messages.ERROR)
            page = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
            return HttpResponseRedirect(reverse(page, args=(object_id,)))

    def response_action(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse | None:
        """Do nothing about rows whose numbers are none."""
        if not are_keys(self.model, request.POST.getlist(ACTION_CHECKBOX_NAME)):
            self.message_user(request, _("Choose the rows again, please."), messages.WARNING)
            return None
        return super().response_action(request, *args, **kwargs)

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        """Treat a number too large for the database as any other filter that makes no sense."""
        try:
            return super().get_changelist_instance(request)
        except OverflowError as error:
            raise IncorrectLookupParameters from error


class Kept(SiteAdmin):
    """A list that nobody adds to or deletes from by hand: what visitors did, which pages show in numbers at most."""

    is_content = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002 (Django's signature)
        """Nobody adds by hand."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002 (Django's signature)
        """Nobody deletes by hand."""
        return False


class ReadOnly(Kept):
    """A list that nobody changes by hand either; what may happen to its rows are actions."""

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002 (Django's signature)
        """Nobody changes by hand."""
        return False


class SiteInline(SiteOptions, admin.TabularInline):  # type: ignore[misc]  # the stubs want two kinds of form
    """A table inside the page of the row it belongs to."""

    extra = 0
    show_change_link = True
