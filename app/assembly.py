"""The one place where settings, database and provider are plugged together. Everybody else is handed what they need."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from app.channels import twilio
from app.channels.email import Post, SmtpPost
from app.channels.provider import Provider
from app.channels.simulator import Network, PretendPost, PretendTranslator, Store
from app.channels.translators import DeepL, LibreTranslate, Translator
from app.foundation import clock
from app.foundation.database import Database, engine_for
from app.foundation.errors import CannotDo
from app.foundation.settings import Settings
from app.foundation.telephony import Inbound, Receipt

WEB_THREADS = 8


@dataclass(frozen=True)
class Incoming:
    """What the webhooks need to know about the provider: whether it really called, and what it said."""

    is_genuine: Callable[[str, object, str | None], bool]
    read_inbound: Callable[[Mapping[str, str]], Inbound]
    read_receipt: Callable[[Mapping[str, str]], Receipt | None]


@dataclass(frozen=True)
class House:
    """One running Kettle. `network` is the pretend telephone network: in the demo only."""

    settings: Settings
    database: Database
    incoming: Incoming
    network: Network | None = None
    pretend_post: PretendPost | None = None
    translators: Mapping[str, Translator] = field(default_factory=dict)

    @property
    def pretend_network(self) -> Network:
        """The pretend network. CannotDo where there is none."""
        if self.network is None:
            raise CannotDo("There are no pretend phones here.")
        return self.network


def put_together(settings: Settings, *, threads: int = WEB_THREADS, now: clock.Now = clock.now) -> House:
    """A house from its settings. CannotDo, with every missing thing named, when it may not open like this."""
    must_be_complete(settings)
    database = Database(engine_for(settings.database_url, threads=threads), settings, now=now)
    signatures = twilio.Signatures(settings.twilio_auth_token)
    incoming = Incoming(signatures.is_genuine, twilio.read_inbound, twilio.read_receipt)
    if not settings.is_demo:
        return House(settings, database, incoming, translators=translators_for(settings))
    store = Store(pretend_file(settings))
    network = Network(store, account_sid=settings.twilio_account_sid, now=now)
    pretend_post = PretendPost(store, now=now)
    return House(settings, database, incoming, network, pretend_post, translators_for(settings))


def translators_for(settings: Settings) -> dict[str, Translator]:
    """The computers that an organisation may choose from, by name: those that are set up here; in the demo a pretend
    one."""
    found: list[Translator] = []
    if settings.libretranslate_url:
        found.append(LibreTranslate(settings.libretranslate_url, settings.libretranslate_key))
    if settings.deepl_key:
        found.append(DeepL(settings.deepl_key, settings.deepl_url))
    if settings.is_demo:
        found.append(PretendTranslator())
    return {one.name: one for one in found}


def must_be_complete(settings: Settings) -> None:
    """CannotDo, with a sentence for each thing that is missing."""
    missing = settings.missing()
    if missing:
        raise CannotDo("Kettle cannot start yet:\n" + "\n".join(f"  - {sentence}" for sentence in missing))


def open_line(settings: Settings) -> Provider:
    """The line to the telephone provider: the real one, or in the demo the pretend one's Twilio-compatible face."""
    return twilio.TwilioLine(
        account_sid=settings.twilio_account_sid,
        auth_token=settings.twilio_auth_token[0],
        api_url=settings.twilio_api_url,
    )


def open_post(settings: Settings) -> Post:
    """Where e-mails to staff go: a mail server, or in the demo a mailbox page."""
    if settings.is_demo:
        return PretendPost(Store(pretend_file(settings)))
    return SmtpPost(settings.smtp_url, settings.mail_from)


def pretend_file(settings: Settings) -> Path:
    """The pretend network's own file; never the service's database."""
    return Path(settings.var_dir) / "pretend-network.sqlite3"
