"""create_app: languages, headers, limits, problem pages. What every page shares, and no page of its own."""

import gzip
import secrets
from datetime import UTC
from io import BytesIO
from pathlib import Path

from flask import Flask, Request, Response, current_app, g, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from app.assembly import House
from app.foundation import clock
from app.web import language, pages, problems, site_map, static_files, times
from app.web.guards import cookie_name
from app.web.pages import Pages

BIGGEST_REQUEST = 256 * 1024
WORTH_SQUEEZING = 600
A_YEAR = 31_536_000
SQUEEZABLE = ("text/", "image/svg+xml", "application/javascript", "application/json")


class CarriedSessions(SecureCookieSessionInterface):
    """Flask's own sessions, opened only for whoever brings one: a provider never does."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """What the cookie holds; an empty one without a cookie."""
        is_carried = self.get_cookie_name(app) in request.cookies
        return super().open_session(app, request) if is_carried else self.session_class()


def create_app(house: House) -> Flask:
    """The web application of one House."""
    flask_app = Flask(
        "kettle",
        root_path=str(Path(__file__).parent),
        template_folder=".",
        static_folder=str(static_files.FOLDER),
        static_url_path=static_files.address(),
    )
    flask_app.extensions["kettle"] = house
    flask_app.session_interface = CarriedSessions()
    if house.settings.trusted_proxies:
        # Only whose address it is may come from a proxy, and only from ours: never our own name or scheme.
        flask_app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            flask_app.wsgi_app, x_for=house.settings.trusted_proxies, x_proto=0, x_host=0
        )
    _configure(flask_app, house)
    _dress_templates(flask_app)
    language.teach(flask_app)
    problems.teach(flask_app)
    flask_app.before_request(_make_room)  # first of all: looking for the form token reads the form
    flask_app.after_request(_headers)
    flask_app.after_request(_squeeze)
    tokens = CSRFProtect(flask_app)
    for group in site_map.groups(house):
        if (isinstance(group, Pages) and not group.guard.checks_form_token) or not isinstance(group, Pages):
            tokens.exempt(group)
        flask_app.register_blueprint(group)
    return flask_app


def _configure(flask_app: Flask, house: House) -> None:
    flask_app.config.update(
        SECRET_KEY=house.settings.secret_key,
        MAX_CONTENT_LENGTH=BIGGEST_REQUEST,
        MAX_FORM_MEMORY_SIZE=BIGGEST_REQUEST,
        MAX_FORM_PARTS=100,
        SEND_FILE_MAX_AGE_DEFAULT=A_YEAR,
        SESSION_COOKIE_NAME=cookie_name(house.settings, "kettle_form"),  # holds nothing but the form token
        SESSION_COOKIE_SECURE=house.settings.is_https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,  # it wants a Referer, and we tell browsers to send none
        TESTING=False,
    )


def _dress_templates(flask_app: Flask) -> None:
    environment = flask_app.jinja_env
    environment.trim_blocks = environment.lstrip_blocks = True
    static = flask_app.static_url_path
    environment.globals.update(static_url=lambda name: f"{static}/{name}", times=times)
    environment.filters["iso"] = lambda at: at.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ")

    @flask_app.context_processor
    def _request_bound() -> dict[str, object]:
        work = g.get("work")
        return {"csp_nonce": _nonce(), "now": work.now if work else clock.now()}


def _make_room() -> None:
    """The few pages that take a file read more than the others do."""
    group = current_app.blueprints.get(request.blueprint or "")
    if isinstance(group, Pages) and request.endpoint in group.rooms:
        request.max_content_length = group.rooms[request.endpoint]


def _nonce() -> str:
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(12)
    nonce: str = g.csp_nonce
    return nonce


def _headers(response: Response) -> Response:
    settings = pages.house().settings
    is_static = request.endpoint == "static" and response.status_code < 400
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; "
        f"base-uri 'none'; frame-ancestors 'none'; script-src 'self' 'nonce-{_nonce()}'"
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    response.headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), interest-cohort=()"
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable" if is_static else "no-store"
    if settings.is_https:
        response.headers["Strict-Transport-Security"] = f"max-age={A_YEAR}; includeSubDomains"
    return response


def _squeeze(response: Response) -> Response:
    """Compress. The random length of a name inside the gzip header blurs how long the page is, so that nobody on the
    line can find out a form token by trying words (the BREACH attack)."""
    if (
        "gzip" not in request.headers.get("Accept-Encoding", "")
        or response.status_code in {204, 304}
        or "Content-Encoding" in response.headers
        or not (response.content_type or "").startswith(SQUEEZABLE)
    ):
        return response
    response.direct_passthrough = False
    plain = response.get_data()
    if len(plain) < WORTH_SQUEEZING:
        return response
    packed = BytesIO()
    name = "" if request.endpoint == "static" else "k" * secrets.randbelow(32)
    with gzip.GzipFile(filename=name, mode="wb", fileobj=packed, mtime=0, compresslevel=6) as squeezer:
        squeezer.write(plain)
    response.set_data(packed.getvalue())
    response.headers["Content-Encoding"] = "gzip"
    response.headers.add("Vary", "Accept-Encoding")
    return response
