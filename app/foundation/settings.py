"""The settings of one installation: environment variables that begin with `KETTLE_`, and what they must be.

Defaults are safe for service: nothing pretends unless it is asked to.
"""

import secrets
from enum import StrEnum
from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

DEMO_SID = "AC" + "0" * 32
DEMO_TOKEN = "demo-token-of-the-pretend-provider"  # noqa: S105 - public on purpose: it signs pretend texts only
DEMO_SECRET = "demo-secret-for-the-invented-town-only"  # noqa: S105 - public on purpose, refused in service mode
DEMO_SEED_KEY = "demo-key-of-second-steps-of-invented-people"  # public on purpose, refused in service mode
DEMO_LINE = "+447700900000"
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
SHORTEST_SECRET = 32


class Mode(StrEnum):
    """`demo`: the invented town and pretend phones. `service`: real families."""

    DEMO = "demo"
    SERVICE = "service"


class Settings(BaseSettings):
    """Read once, at start; handed down, never looked up."""

    model_config = SettingsConfigDict(env_prefix="KETTLE_", frozen=True, extra="ignore")

    mode: Mode = Mode.SERVICE
    port: int = 8000
    database_url: str = ""
    public_url: str = ""
    secret_key: str = ""
    seed_keys: Annotated[tuple[str, ...], NoDecode] = ()
    debug: bool = False
    twilio_account_sid: str = ""
    twilio_auth_token: Annotated[tuple[str, ...], NoDecode] = ()
    twilio_api_url: str = ""
    smtp_url: str = ""
    mail_from: str = ""
    trial_numbers: Annotated[tuple[str, ...], NoDecode] = ()
    daily_automatic_texts: int = Field(default=1000, ge=0)
    libretranslate_url: str = ""
    libretranslate_key: str = ""
    deepl_key: str = ""
    deepl_url: str = ""
    var_dir: str = "var"
    trusted_proxies: int = 0
    pretend_delivers_to: str = ""
    pretend_signs_for: str = ""

    @field_validator("twilio_auth_token", "trial_numbers", "seed_keys", mode="before")
    @classmethod
    def _commas(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("public_url", "twilio_api_url", "pretend_delivers_to", "pretend_signs_for", mode="after")
    @classmethod
    def _no_trailing_slash(cls, value: str) -> str:
        return value.rstrip("/")

    @property
    def is_demo(self) -> bool:
        """Is this the invented town?"""
        return self.mode is Mode.DEMO

    @property
    def plays_provider(self) -> bool:
        """Is this demo only the pretend provider of another Kettle on this machine, which rehearses service?"""
        return self.is_demo and bool(self.pretend_delivers_to)

    @property
    def is_https(self) -> bool:
        """Do people reach us over TLS? Cookies are Secure and HSTS is sent only then."""
        return self.public_url.startswith("https://")

    def filled_in(self) -> Self:
        """The same settings with what the mode itself decides: demo values in demo, the database's usual place."""
        usual: dict[str, object] = {
            "database_url": self.database_url or f"sqlite:///{self.var_dir}/{self.mode}.sqlite3"
        }
        if self.is_demo:
            here = self.public_url or f"http://127.0.0.1:{self.port}"
            usual |= {
                "public_url": here,
                "secret_key": self.secret_key or DEMO_SECRET,
                "seed_keys": self.seed_keys or (DEMO_SEED_KEY,),
                "twilio_account_sid": self.twilio_account_sid or DEMO_SID,
                "twilio_auth_token": self.twilio_auth_token or (DEMO_TOKEN,),
                "twilio_api_url": self.twilio_api_url or f"http://127.0.0.1:{self.port}/simulator/twilio",
                "mail_from": self.mail_from or "kettle@kettle.example",
            }
        return self.model_copy(update=usual)

    def missing(self) -> list[str]:
        """What keeps a service from starting, each as a sentence for an operator. Empty when all is well."""
        if self.is_demo:
            return []
        found = []
        public = urlsplit(self.public_url)
        if public.scheme != "https" and public.hostname not in LOOPBACK:
            found.append("KETTLE_PUBLIC_URL must be the https address under which phones and people reach Kettle.")
        if len(self.secret_key) < SHORTEST_SECRET or self.secret_key == DEMO_SECRET:
            example = secrets.token_urlsafe(32)
            found.append(f"KETTLE_SECRET_KEY must be a secret of at least 32 characters, for example {example}")
        if not self._seed_keys_are_safe():
            example = secrets.token_urlsafe(32)
            found.append(
                "KETTLE_SEED_KEYS must be a secret of at least 32 characters (while you change it: the new one, a "
                f"comma, the old one). It locks what staff sign in with. For example {example}"
            )
        if not self.twilio_account_sid.startswith("AC") or self.twilio_account_sid == DEMO_SID:
            found.append("KETTLE_TWILIO_ACCOUNT_SID must be your own account's id (it begins with AC).")
        if not self.twilio_auth_token or DEMO_TOKEN in self.twilio_auth_token:
            found.append("KETTLE_TWILIO_AUTH_TOKEN must be your account's token; without it anybody could forge texts.")
        if not self._api_url_is_safe():
            found.append("KETTLE_TWILIO_API_URL must be empty (the real provider) or a rehearsal on this very machine.")
        if not self.smtp_url or not self.mail_from:
            found.append("KETTLE_SMTP_URL and KETTLE_MAIL_FROM are needed to tell staff that somebody is waiting.")
        if not self._translators_are_safe():
            found.append("KETTLE_LIBRETRANSLATE_URL and KETTLE_DEEPL_URL must be https, or on this very machine.")
        if self.debug:
            found.append("KETTLE_DEBUG must be off: it shows people's words on error pages.")
        return found

    def _seed_keys_are_safe(self) -> bool:
        return bool(self.seed_keys) and all(
            len(key) >= SHORTEST_SECRET and key not in {DEMO_SEED_KEY, DEMO_SECRET} for key in self.seed_keys
        )

    def _api_url_is_safe(self) -> bool:
        return not self.twilio_api_url or urlsplit(self.twilio_api_url).hostname in LOOPBACK

    def _translators_are_safe(self) -> bool:
        asked = [urlsplit(url) for url in (self.libretranslate_url, self.deepl_url) if url]
        return all(url.scheme == "https" or url.hostname in LOOPBACK for url in asked)

    @property
    def is_rehearsal(self) -> bool:
        """Service mode whose texts go to a pretend provider on this machine."""
        return not self.is_demo and bool(self.twilio_api_url)
