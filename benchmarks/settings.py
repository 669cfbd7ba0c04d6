"""The settings of the Kettle that is measured: service mode, a rehearsal with a provider on this very machine."""

import tempfile
from pathlib import Path

from app.foundation.settings import Settings
from benchmarks.making_data import every_phone

SECRET = "only-for-the-bench-and-nothing-else-0123456789"
SEED_KEY = "the-second-steps-of-the-bench-0123456789"
ACCOUNT = "AC" + "b" * 32
TOKEN = "token-of-the-bench"


def environment(url: str, *, port: int, provider_port: int = 9) -> dict[str, str]:
    """The environment of a service on this database, reached at this port. Port 9 takes nothing."""
    return {
        "KETTLE_MODE": "service",
        "KETTLE_DATABASE_URL": url,
        "KETTLE_PORT": str(port),
        "KETTLE_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "KETTLE_SECRET_KEY": SECRET,
        "KETTLE_SEED_KEYS": SEED_KEY,
        "KETTLE_TWILIO_ACCOUNT_SID": ACCOUNT,
        "KETTLE_TWILIO_AUTH_TOKEN": TOKEN,
        "KETTLE_TWILIO_API_URL": f"http://127.0.0.1:{provider_port}",
        "KETTLE_SMTP_URL": "smtp://127.0.0.1:9",
        "KETTLE_MAIL_FROM": "kettle@bench.example",
        "KETTLE_TRIAL_NUMBERS": ",".join(every_phone()),
        "KETTLE_VAR_DIR": str(Path(tempfile.gettempdir()) / "kettle-bench-var"),
    }


def settings(url: str, *, port: int, provider_port: int = 9) -> Settings:
    """The same, for what runs in the bench's own process."""
    words = environment(url, port=port, provider_port=provider_port)
    return Settings.model_validate({name.removeprefix("KETTLE_").lower(): value for name, value in words.items()})
