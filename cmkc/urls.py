"""The addresses of the whole site; what stands first wins, and the CMS's pages come last."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls


def _app(address: str, module: str) -> list[URLPattern | URLResolver]:
    """Include an app's addresses when the app is installed."""
    installed = module.removesuffix("_urls").removesuffix(".urls").removesuffix(".operation") in settings.INSTALLED_APPS
    return [path(address, include(module))] if installed else []


urlpatterns = [
    path("cms/", include("cmkc.accounts.cms_urls")),
    path("cms/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("", include("cmkc.core.urls")),
    *_app("", "cmkc.home.operation_urls"),
]
urlpatterns += i18n_patterns(
    path("accounts/", include("allauth.urls")),
    *_app("", "cmkc.accounts.urls"),
    *_app("", "cmkc.notices.urls"),
    *([path("demo/outbox/", include("cmkc.notices.demo_urls"))] if settings.DEMO else []),
    *_app("", "cmkc.bookings.urls"),
    *_app("", "cmkc.moderation.urls"),
    *_app("search/", "search.urls"),
    *_app("glossary/", "cmkc.glossary.urls"),
    *_app("library/", "cmkc.library.urls"),
    *_app("guides/", "cmkc.guides.urls"),
    *_app("regulatory/", "cmkc.regulatory.urls"),
    *_app("", "cmkc.programs.urls"),
    *_app("courses/", "courses.urls"),
    *_app("forum/", "forum.urls"),
    *_app("", "cmkc.home.urls"),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)
handler400 = "cmkc.core.error_pages.bad_request"
handler403 = "cmkc.core.error_pages.forbidden"
handler404 = "cmkc.core.error_pages.not_found"
handler429 = "cmkc.core.error_pages.too_many_requests"
handler500 = "cmkc.core.error_pages.server_error"
