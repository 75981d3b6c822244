"""Production settings: closed by default, everything that varies comes from the environment."""

from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

env = environ.Env()
ROOT = Path(__file__).resolve().parents[3]
DATA_DIR = Path(env.str("TERREAU_DATA_DIR", str(ROOT / "var")))

SECRET_KEY = env.str("TERREAU_SECRET_KEY")
# Former secrets, newest first: what they signed or encrypted is still read, nothing is written.
SECRET_KEY_FALLBACKS: list[str] = env.list("TERREAU_SECRET_KEY_FALLBACKS", default=[])
DEBUG = False
ALLOWED_HOSTS: list[str] = env.list("TERREAU_HOSTS", default=[])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("TERREAU_ORIGINS", default=[])

INSTALLED_APPS = [
    "terreau.portal",
    "terreau.api",
    "terreau.diagnoses",
    "terreau.fabric",
    "terreau.support",
    "terreau.partnerships",
    "terreau.experiments",
    "terreau.events",
    "terreau.dialogues",
    "terreau.alliances",
    "terreau.actors",
    "terreau.territories",
    "terreau.accounts",
    "terreau.core",
    "terreau.accounts.admin_config.TerreauAdminConfig",  # the admin, behind our own sign-in
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "simple_history",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Pages with a map shrink six times; Django pads each answer against BREACH.
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "terreau.core.faults.DatabaseFaultMiddleware",
    "terreau.actors.posture.PostureMiddleware",
    "terreau.accounts.shortly.ActedMiddleware",
]
# How long what the frame and the overview tell is kept for somebody who does nothing.
TERREAU_TODO_SECONDS = 20

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "terreau.core.templatetags.formats",
                "terreau.core.templatetags.components",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "terreau.core.context.frame",
                "terreau.portal.context.waiting",
            ],
        },
    }
]
FORM_RENDERER = "terreau.core.forms.TerreauRenderer"

SQLITE_OPTIONS = {
    # Without IMMEDIATE, 37–56 % of concurrent writes fail with « database is locked ».
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous="
        # NORMAL can lose the last commits at a power cut, never at kill -9.
        + env.str("TERREAU_SQLITE_SYNCHRONOUS", "NORMAL")
        + "; PRAGMA mmap_size=134217728; PRAGMA journal_size_limit=27103364;"
        " PRAGMA cache_size=-20000; PRAGMA temp_store=MEMORY;"
    ),
}


def _database() -> dict:
    config = env.db("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'terreau.sqlite3'}")
    if config["ENGINE"] == "django.db.backends.sqlite3":
        return {**config, "OPTIONS": SQLITE_OPTIONS}
    return {**config, "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Shared by every process, so that rate limits count what all of them saw.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "terreau_cache",
        # Django's 300 would let a flood of requests push the counters of others out.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
# A job that gives no sign of life for so long is taken over by another worker.
TERREAU_JOB_LEASE_SECONDS = env.int("TERREAU_JOB_LEASE_SECONDS", 30)
TERREAU_IMPORT_MAX_MB = env.int("TERREAU_IMPORT_MAX_MB", 50)  # the heaviest file to bring in
# For so many days a finished import keeps its lines, and can be undone.
TERREAU_IMPORT_KEEP_DAYS = env.int("TERREAU_IMPORT_KEEP_DAYS", 90)

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("French")), ("en", _("English"))]
# The first one only sets the spaces of French sentences (« Pourquoi ? » never breaks in two).
LOCALE_PATHS = [ROOT / "src/terreau/locale/typography", ROOT / "src/terreau/locale"]
TIME_ZONE = "Europe/Paris"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = DATA_DIR / "media"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "terreau.core.exchange.uploads.WeightGuard",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "terreau.accounts.adapter.InvitationAdapter"
ACCOUNT_FORMS = {
    "login": "terreau.accounts.forms.SignInForm",
    "request_login_code": "terreau.accounts.forms.AskCodeForm",
    "confirm_login_code": "terreau.accounts.forms.SignInCodeForm",
    "confirm_email_verification_code": "terreau.accounts.forms.AddressCodeForm",
    "confirm_password_reset_code": "terreau.accounts.forms.ResetCodeForm",
    "add_email": "terreau.accounts.forms.ChangeAddressForm",
    "reauthenticate": "terreau.accounts.forms.ConfirmPasswordForm",
    "change_password": "terreau.accounts.forms.ChangePasswordForm",
    "set_password": "terreau.accounts.forms.SetPasswordForm",
    "reset_password": "terreau.accounts.forms.AskResetForm",
    "reset_password_from_key": "terreau.accounts.forms.NewPasswordForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
# Sign-up is closed; without "password1" allauth would take passwords off the sign-in page too.
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60  # three minutes are too short for a slow mail server
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
# Codes and not links: mail scanners open links, and a code stays in the browser that asked.
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True  # every change of a key to the account is told by e-mail
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Terreau · "
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = False
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TERREAU_PROXIES", 0)
MFA_ADAPTER = "terreau.accounts.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "terreau.accounts.forms.SecondFactorForm",
    "reauthenticate": "terreau.accounts.forms.ConfirmSecondFactorForm",
    "activate_totp": "terreau.accounts.forms.ActivateSecondFactorForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]  # "webauthn" here opens passkeys later
MFA_TOTP_ISSUER = "Terreau"
TERREAU_STAFF_SECOND_FACTOR = env.bool("TERREAU_STAFF_SECOND_FACTOR", True)

SECURE_SSL_REDIRECT = env.bool("TERREAU_HTTPS", True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000 if SECURE_SSL_REDIRECT else 0
SECURE_REFERRER_POLICY = "same-origin"  # a personal link never leaves in a Referer
SESSION_COOKIE_SECURE = SECURE_SSL_REDIRECT
CSRF_FAILURE_VIEW = "terreau.core.error_pages.csrf_failure"
CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT
SESSION_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}

EMAIL_CONFIG = env.email("TERREAU_EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = 30  # seconds: a silent mail server must not hold the worker
DEFAULT_FROM_EMAIL = env.str("TERREAU_EMAIL_FROM", "terreau@localhost")
# Where the links of the digests lead; empty: the first origin, or the first host.
TERREAU_ADDRESS = env.str("TERREAU_ADDRESS", "")

HTMX_CONFIG = {
    "allowEval": False,
    "includeIndicatorStyles": False,
    # As htmx does by itself, but a 503 is shown: it is a sentence for the messages of the page.
    "responseHandling": [
        {"code": "204", "swap": False},
        {"code": "[23]..", "swap": True},
        {"code": "503", "swap": True, "error": True},
        {"code": "[45]..", "swap": False, "error": True},
    ],
}
TERREAU_LARGE_PERIMETER_POPULATION = 400_000  # soft warning only (000-11)
# Empty refuses the demo: its accounts share one password that everybody can read.
TERREAU_DEMO_PASSWORD = ""
# The licence under which this instance gives its list of actors.
TERREAU_OPEN_LICENCE = env.str("TERREAU_OPEN_LICENCE", "Licence Ouverte 2.0 (Etalab)")
TERREAU_OPEN_LICENCE_URL = env.str(
    "TERREAU_OPEN_LICENCE_URL", "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"
)
TERREAU_API_RATE = env.str("TERREAU_API_RATE", "120/m")  # requests of one address to the API
TERREAU_GOVERNANCE_YEAR = 5  # R2: the anniversary at which the question is put
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"hide_secrets": {"()": "terreau.accounts.log_filter.HideSecrets"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["hide_secrets"]}},
    "root": {"handlers": ["console"], "level": env.str("TERREAU_LOG_LEVEL", "WARNING")},
}
