"""What is true everywhere. What an operator may choose is read by `setting`; `docs/settings.md` lists it."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from csp.constants import NONE, SELF

from cmkc.settings.components import *
from cmkc.settings.components import BASE_DIR
from cmkc.settings.environment import (
    cache,
    database,
    flag,
    folder,
    mail,
    names,
    secret,
    server_address,
    setting,
    site_address,
    text,
    whole,
)

VAR_DIR = setting("VAR_DIR", folder, str(BASE_DIR / "var"), "folder for the database file, uploads and logs")
VAR_DIR.mkdir(parents=True, exist_ok=True)

# --- Who and where ---------------------------------------------------------------------------------------------------
SITE_URL = setting("SITE_URL", site_address, "http://localhost:8000", "public address of the site, without a path")
SITE_NAME = "CMKC"
SITE_LINE = "Continuous Manufacturing Knowledge Center – open community edition"
OPERATOR = setting("OPERATOR", text, "", "name and postal address of who runs this site, shown on the legal pages")
CONTACT_EMAIL = setting("CONTACT_EMAIL", text, "", "address shown on the contact page")
WAGTAIL_SITE_NAME = SITE_NAME
WAGTAILADMIN_BASE_URL = SITE_URL
SECURE_SITE = SITE_URL.startswith("https://")
ALLOWED_HOSTS = setting(
    "ALLOWED_HOSTS", names, f"{urlsplit(SITE_URL).hostname},localhost,127.0.0.1,[::1]", "host names, comma separated"
)
CSRF_TRUSTED_ORIGINS = [SITE_URL]

# --- Secrets: dev and test give their own, production must be told ---------------------------------------------------
SECRET_KEY = setting("SECRET_KEY", secret, None, "random text of 50 characters; signs sessions and links", secret=True)
AUDIT_KEY = setting("AUDIT_KEY", secret, None, "another random text; signs the seals of the audit log", secret=True)
AUDIT_HEAD_FILE = setting(
    "AUDIT_HEAD_FILE", folder, str(VAR_DIR / "audit-head.log"), "file outside the database for the audit log's head"
)

# --- Database, cache, mail, search -----------------------------------------------------------------------------------
DATABASES = {
    "default": setting(
        "DATABASE_URL",
        database,
        f"sqlite:///{VAR_DIR / 'cmkc.sqlite3'}",
        "sqlite:///path or postgres://user:password@host:port/name",
        secret=True,
    )
}
DATABASES["default"] |= {"CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True}
SQLITE = DATABASES["default"]["ENGINE"].endswith("sqlite3")
if SQLITE:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = False  # a file does not go away; the check costs a query a request
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA recursive_triggers=ON; "
            "PRAGMA cache_size=-32000; PRAGMA temp_store=MEMORY; PRAGMA mmap_size=134217728"
        ),
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": setting("CACHE_URL", cache, "locmemcache://", "locmemcache:// or redis://host:port/0", secret=True),
}
SHARED_CACHE = "locmem" not in CACHES["default"]["BACKEND"]

LIMITS_FACTOR = setting(
    "LIMITS_FACTOR", whole, "1", "times every rate limit of docs/reference/limits.md; 0: none, say behind one address"
)

_mail = setting("EMAIL_URL", mail, "consolemail://", "consolemail:// or smtp+tls://user:password@host:587", secret=True)
EMAIL_BACKEND = _mail["EMAIL_BACKEND"]
OUTBOX_PASSES_TO = str(EMAIL_BACKEND)  # where mail goes behind the demo's outbox page
EMAIL_HOST, EMAIL_PORT = _mail["EMAIL_HOST"] or "localhost", _mail["EMAIL_PORT"] or 25
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail["EMAIL_HOST_USER"] or "", _mail["EMAIL_HOST_PASSWORD"] or ""
EMAIL_USE_TLS, EMAIL_USE_SSL = _mail.get("EMAIL_USE_TLS", False), _mail.get("EMAIL_USE_SSL", False)
EMAIL_FILE_PATH = _mail.get("EMAIL_FILE_PATH") or None  # for filemail:///folder
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = setting("MAIL_FROM", text, "CMKC <no-reply@localhost>", "sender of the site's mail")

ELASTICSEARCH_URL = setting(
    "ELASTICSEARCH_URL", server_address, "", "address of Elasticsearch 8.19; empty: the embedded engine"
)
ELASTICSEARCH_INDEX_PREFIX = setting("ELASTICSEARCH_INDEX_PREFIX", text, "cmkc", "first part of the index names")
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

# --- Tasks -----------------------------------------------------------------------------------------------------------
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "heavy"]}}
TASK_LEASE_SECONDS = setting("TASK_LEASE_SECONDS", whole, "18", "seconds until a silent worker's task is taken back")

CHECK_OUTSIDE_LINKS = setting(
    "CHECK_OUTSIDE_LINKS", flag, "no", "ask other sites every night whether what editors link to is still there"
)

# --- People ----------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["cmkc.accounts.backends.MemberBackend"]
PASSWORD_HASHERS = ["cmkc.accounts.hashers.Argon2Hasher", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "accounts:me"
LOGOUT_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "cmkc.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "cmkc.accounts.forms.joining.SignUpForm"
ACCOUNT_FORMS = {
    "signup": "cmkc.accounts.forms.entrance.Join",
    "login": "cmkc.accounts.forms.entrance.SignIn",
    "confirm_email_verification_code": "cmkc.accounts.forms.entrance.ConfirmAddress",
    "reset_password": "cmkc.accounts.forms.entrance.ForgottenPassword",
    "reset_password_from_key": "cmkc.accounts.forms.entrance.NewPasswordByMail",
    "change_password": "cmkc.accounts.forms.entrance.ChangePassword",
    "set_password": "cmkc.accounts.forms.entrance.FirstPassword",
    "add_email": "cmkc.accounts.forms.entrance.ChangeAddress",
    "reauthenticate": "cmkc.accounts.forms.entrance.PasswordAgain",
}
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_USER_DISPLAY = "cmkc.accounts.policies.display_name"
ACCOUNT_EMAIL_SUBJECT_PREFIX = "CMKC: "
ACCOUNT_DEFAULT_HTTP_PROTOCOL = urlsplit(SITE_URL).scheme
PASSWORD_RESET_TIMEOUT = int(timedelta(days=1).total_seconds())
EVEN_SECONDS = 0.25  # forms that could tell who has an account answer in whole steps of this
MFA_ADAPTER = "cmkc.accounts.adapter.MFAAdapter"
MFA_FORMS = {
    "authenticate": "cmkc.accounts.forms.factors.CodeAtSignIn",
    "reauthenticate": "cmkc.accounts.forms.factors.CodeAgain",
    "activate_totp": "cmkc.accounts.forms.factors.ActivateApp",
    "add_webauthn": "cmkc.accounts.forms.factors.AddPasskey",
    "edit_webauthn": "cmkc.accounts.forms.factors.NamePasskey",
}
MFA_TOTP_TOLERANCE = 1  # a phone's clock may be half a minute wrong
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = False
MFA_TOTP_ISSUER = "CMKC"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE_SITE
USERSESSIONS_TRACK_ACTIVITY = False
SECOND_FACTOR_REQUIRED = setting(
    "SECOND_FACTOR_REQUIRED",
    flag,
    "yes" if SECURE_SITE else "no",
    "staff, moderators and verified regulators need a second factor",
)

# --- Languages and time ----------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("en", "English"), ("es", "Español")]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "cmkc.settings.formats"
WAGTAIL_I18N_ENABLED = True
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# --- Files -----------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = setting("MEDIA_ROOT", folder, str(VAR_DIR / "media"), "folder for uploaded files")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 60 * 60 * 24
WHITENOISE_ALLOW_ALL_ORIGINS = False
FORMS_URLFIELD_ASSUME_HTTPS = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 3 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # Wagtail's page editor posts a field for each part of a StreamField
WAGTAILIMAGES_EXTENSIONS = ["png", "jpg", "jpeg", "webp", "avif"]
WAGTAILDOCS_SERVE_METHOD = "serve_view"

# --- Wagtail ---------------------------------------------------------------------------------------------------------
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_FRONTEND_LOGIN_URL = "/accounts/login/"
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILADMIN_RICH_TEXT_EDITORS = {"default": {"WIDGET": "cmkc.core.rich_text.RichTextEditor"}}
WAGTAIL_USER_TIME_ZONES = sorted(available_timezones() - {"localtime"})  # Debian's name, unknown to browsers

# --- Browser rules: specs of the headers are in docs/explanation/security.md ------------------------------------------
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SITE
COOKIE_PREFIX = "__Host-" if SECURE_SITE else ""
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}session"
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrf"
LANGUAGE_COOKIE_NAME = f"{COOKIE_PREFIX}language"
LANGUAGE_COOKIE_SECURE = SECURE_SITE
LANGUAGE_COOKIE_SAMESITE = "Lax"
THEME_COOKIE_NAME = f"{COOKIE_PREFIX}theme"
SESSION_COOKIE_AGE = int(timedelta(days=14).total_seconds())
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = int(timedelta(days=730).total_seconds()) if SECURE_SITE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE_SITE
BEHIND_PROXY = setting("BEHIND_PROXY", flag, "no", "trust X-Forwarded-Proto, which the proxy in front must set itself")
ALLAUTH_TRUSTED_PROXY_COUNT = int(BEHIND_PROXY)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = SECURE_SITE
SECURE_REDIRECT_EXEMPT = [r"^health/"]
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "media-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
CSRF_FAILURE_VIEW = "cmkc.core.error_pages.csrf_failure"
SILENCED_SYSTEM_CHECKS: list[str] = []

# --- Log: one JSON line an event, with the request's id and without bodies --------------------------------------------
LOG_LEVEL = setting("LOG_LEVEL", text, "INFO", "DEBUG, INFO, WARNING or ERROR")
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request": {"()": "cmkc.core.logs.RequestFilter"}},
    "formatters": {"json": {"()": "cmkc.core.logs.JsonFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["request"]}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": {
        "wagtail": {"level": "WARNING"},
        "django.request": {"level": "ERROR"},
        "elastic_transport": {"level": "ERROR"},
    },
}
