"""What the project is put together from: applications, middleware, templates."""

from pathlib import Path

BASE_DIR = Path(__file__).resolve().parents[2]

INSTALLED_APPS = [
    "cmkc.core",
    "cmkc.accounts",
    "cmkc.notices",
    "search",
    "cmkc.bookings",
    "cmkc.moderation",
    "cmkc.glossary",
    "cmkc.library",
    "cmkc.guides",
    "cmkc.regulatory",
    "cmkc.programs",
    "courses",
    "forum",
    "cmkc.home",
    "wagtail.contrib.table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "cmkc.accounts.cms_config.CmsUsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_tasks",
    "django_tasks_db",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "cmkc.core.middleware.RequestContextMiddleware",
    "csp.middleware.CSPMiddleware",
    "cmkc.core.middleware.AdminPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",  # below what gives every answer its headers, static files included
    "django.middleware.gzip.GZipMiddleware",
    "cmkc.accounts.middleware.EvenTimeMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "cmkc.accounts.middleware.TimeZoneMiddleware",
    "cmkc.accounts.middleware.SecondFactorMiddleware",
    "cmkc.moderation.middleware.BanMiddleware",
]

FORM_RENDERER = "django.forms.renderers.TemplatesSetting"  # templates/ overrides those of Wagtail's widgets too
ROOT_URLCONF = "cmkc.urls"
WSGI_APPLICATION = "cmkc.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "cmkc.core.context_processors.site",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]
