"""How Django finds the organisers' workspace."""

from django.contrib.admin.apps import AdminConfig


class WorkspaceConfig(AdminConfig):
    """Django's admin app with our site."""

    default_site = "goodsociety.pages.workspace.Workspace"
