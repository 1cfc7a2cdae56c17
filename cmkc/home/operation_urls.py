"""Addresses that machines ask; they have no language."""

from django.urls import path

from cmkc.home import operation

urlpatterns = [
    path("health/live", operation.live, name="live"),
    path("health/ready", operation.ready, name="ready"),
    path("robots.txt", operation.robots, name="robots"),
]
