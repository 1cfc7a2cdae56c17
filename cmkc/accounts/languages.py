"""The language of a member's profile: in the cookie, and in the addresses they are led to."""

from django.conf import settings
from django.http import HttpResponse
from django.urls import translate_url


def keep_language(response: HttpResponse, language: str) -> None:
    """Keep a language of the site in the reader's cookie; any other one changes nothing."""
    if language in dict(settings.LANGUAGES):
        secure = settings.LANGUAGE_COOKIE_SECURE
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, secure=secure, httponly=True, samesite="Lax")


def in_language(address: str, language: str) -> str:
    """Give a page's address in a language of the site; the address as it stands for any other one."""
    return translate_url(address, language) if language in dict(settings.LANGUAGES) else address
