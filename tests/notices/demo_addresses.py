"""The addresses of the demo: the site's, and the outbox."""

from django.urls import include, path

from cmkc.urls import urlpatterns as site

urlpatterns = [path("demo/outbox/", include("cmkc.notices.demo_urls")), *site]
