"""Addresses of the library."""

from django.urls import path, register_converter

from cmkc.library import views


class CmkcIdConverter:
    """Takes a permanent id as it is written: `CMKC-000123`."""

    regex = r"CMKC-\d{6,9}"

    def to_python(self, value: str) -> str:
        """Take the id as text."""
        return value

    def to_url(self, value: str) -> str:
        """Write the id."""
        return value


register_converter(CmkcIdConverter, "cmkc_id")

app_name = "library"
urlpatterns = [
    path("", views.publications, name="list"),
    path("<cmkc_id:cmkc_id>/", views.publication, name="publication"),
    path("<cmkc_id:cmkc_id>/export/<slug:name>", views.export, name="export"),
    path("<cmkc_id:cmkc_id>/v<int:version>/", views.publication, name="version"),
    path("<cmkc_id:cmkc_id>/v<int:version>/export/<slug:name>", views.export, name="version_export"),
]
