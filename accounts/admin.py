"""People, users and consents in the organisers' workspace."""

from typing import Any, cast

from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import (
    AdminPasswordChangeForm,
    AdminUserCreationForm,
    SetUnusablePasswordMixin,
    UserChangeForm,
)
from django.contrib.auth.models import Group, Permission
from django.db import models
from django.db.models import QuerySet
from django.forms import ModelMultipleChoiceField
from django.http import HttpRequest
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.contact import normal_email, normal_phone
from accounts.forms import PhoneField
from accounts.models import Consent, Person, User
from goodsociety.common.admin import ReadOnly, SiteAdmin, SiteForm, moment


class LanguageForm(SiteForm):
    """A form of somebody's row, whose language is one of the site's."""

    language = forms.ChoiceField(label=capfirst(_("language")), choices=settings.LANGUAGES)


class PersonForm(LanguageForm):
    """A person's name and contact, brought into their normal form."""

    phone = PhoneField(label=capfirst(_("phone")), max_length=40, required=False)

    def clean_email(self) -> str | None:
        """Return the e-mail in its normal form, or none."""
        return normal_email(self.cleaned_data["email"] or "") or None

    def clean_phone(self) -> str | None:
        """Return the phone, or none."""
        return self.cleaned_data["phone"] or None


class ContactSearch(SiteAdmin):
    """A list in which a phone number is found however it is typed."""

    def get_search_results(
        self, request: HttpRequest, queryset: "QuerySet[Any]", search_term: str
    ) -> "tuple[QuerySet[Any], bool]":
        """Search for the normal form of what looks like a phone number."""
        try:
            typed = normal_phone(search_term)
        except ValueError:
            typed = search_term
        return super().get_search_results(request, queryset, typed)


@admin.register(Person)
class PersonAdmin(ContactSearch):
    """Everybody who registered, signed up, pledged or speaks for somebody."""

    is_content = False
    form = PersonForm
    verified = moment("email_verified_at", _("e-mail verified"))
    erased = moment("erased_at", _("erased"))
    first_seen = moment("created_at", _("first seen"))
    list_display = ("name", "email", "phone", "language", "first_seen", "is_sample")
    list_filter = (
        "language",
        ("email_verified_at", admin.EmptyFieldListFilter),
        ("erased_at", admin.EmptyFieldListFilter),
        "is_sample",
    )
    search_fields = ("name", "email", "phone")
    date_hierarchy = "created_at"
    fields = ("name", "email", "phone", "language", "verified", "first_seen", "erased", "is_sample")
    readonly_fields = ("verified", "first_seen", "erased", "is_sample")

    def has_change_permission(self, request: HttpRequest, obj: Person | None = None) -> bool:
        """Leave erased people erased."""
        return super().has_change_permission(request, obj) and (obj is None or obj.erased_at is None)


@admin.register(Consent)
class ConsentAdmin(ReadOnly):
    """What people consented to."""

    given = moment("given_at", _("given"))
    withdrawn = moment("withdrawn_at", pgettext_lazy("when", "withdrawn"))
    along = ("person",)
    list_display = ("person", "purpose", "version", "given", "withdrawn")
    list_filter = ("purpose", "version", ("withdrawn_at", admin.EmptyFieldListFilter))
    search_fields = ("person__name", "person__email", "person__phone")
    date_hierarchy = "given_at"
    fields = ("person", "purpose", "version", "given", "withdrawn")


class UserForm(SiteForm, UserChangeForm):
    """A user who is there."""

    class Meta:
        model = User
        fields = "__all__"
        field_classes: dict[str, Any] = {}

    def clean_email(self) -> str:
        """Return the e-mail in its normal form."""
        return normal_email(self.cleaned_data["email"])


class PasswordForm(AdminPasswordChangeForm):
    """A new password for another user, explained in the page's language: Django puts its own words together once."""

    usable_password_help_text = format_lazy(  # type: ignore[assignment]  # a text for each language
        '{}<ul id="id_unusable_warning" class="messagelist"><li class="warning">{}</li></ul>',
        SetUnusablePasswordMixin.usable_password_help_text,
        _("If disabled, the password that this user has now is lost."),
    )


class NewUserForm(SiteForm, AdminUserCreationForm):
    """A new user: an e-mail and a password."""

    class Meta:
        model = User
        fields = ("email",)
        field_classes: dict[str, Any] = {}

    def clean_email(self) -> str:
        """Return the e-mail in its normal form."""
        return normal_email(self.cleaned_data["email"])


RIGHTS = {"add": _("add"), "change": _("change"), "delete": _("delete"), "view": _("look at")}


class RightsField(ModelMultipleChoiceField):
    """Django's permissions in the page's language; the database holds their names in English."""

    def label_from_instance(self, obj: models.Model) -> str:
        """Name what may be done to what."""
        permission = cast("Permission", obj)
        act, _underscore, _model = permission.codename.partition("_")
        return f"{permission.content_type} | {RIGHTS.get(act, permission.name)}"


class Rights(SiteAdmin):
    """Rows that Django's permissions are given to."""

    is_content = False

    def formfield_for_manytomany(
        self, db_field: "models.ManyToManyField[Any, Any]", request: HttpRequest, **kwargs: Any
    ) -> ModelMultipleChoiceField | None:
        """Fetch along what the names of the permissions need."""
        if db_field.related_model is Permission:
            # Nothing in the workspace asks for those of Django's own sessions and kinds of rows.
            shown = Permission.objects.exclude(content_type__app_label__in=("contenttypes", "sessions"))
            kwargs |= {"queryset": shown.select_related("content_type"), "form_class": RightsField}
        return super().formfield_for_manytomany(db_field, request, **kwargs)


@admin.register(User)
class UserAdmin(Rights, DjangoUserAdmin):
    """Who signs in. Nobody is deleted: what they did points to them; untick "active" instead."""

    form = UserForm
    add_form = NewUserForm
    change_password_form = PasswordForm
    since = moment("date_joined", _("since"))
    last_seen = moment("last_login", _("last signed in"))
    along = ("person",)
    list_display = ("email", "person", "is_active", "is_staff", "is_superuser", "last_seen", "since")
    list_filter = ("is_active", "is_staff", "is_superuser", "groups")
    search_fields = ("email", "person__name")
    ordering = ("email",)
    autocomplete_fields = ("person",)
    readonly_fields = ("last_seen", "since")
    fieldsets = (
        (None, {"fields": ("email", "password", "person")}),
        (_("Rights"), {"fields": ("is_active", "is_staff", "is_superuser", "groups", "user_permissions")}),
        (_("When"), {"fields": ("last_seen", "since")}),
    )
    add_fieldsets = ((None, {"fields": ("email", "usable_password", "password1", "password2")}),)
    rights = ("is_staff", "is_superuser", "groups", "user_permissions")

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        """Let only those who may do everything give rights."""
        fields = super().get_readonly_fields(request, obj)
        return fields if request.user.is_superuser else (*fields, *self.rights)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Let only those who may do everything change one of their own, or that one's password."""
        is_out_of_reach = obj is not None and obj.is_superuser and not request.user.is_superuser
        return super().has_change_permission(request, obj) and not is_out_of_reach

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:  # noqa: ARG002 (Django's signature)
        """Nobody is deleted."""
        return False


admin.site.unregister(Group)


@admin.register(Group)
class GroupAdmin(Rights):
    """Named sets of Django's permissions for users of the workspace."""

    search_fields = ("name",)
    ordering = ("name",)
    filter_horizontal = ("permissions",)
