"""The translators: what they are asked, and that they answer within three seconds with a translation, or not at all."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from app.channels.simulator import PretendTranslator
from app.channels.translators import DeepL, LibreTranslate, NoAnswer, Translated

Answer = Callable[[BaseHTTPRequestHandler], None]


class Server:
    """A translator on this machine. `answer` says how; `asked` is what came."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, str], dict]] = []
        self.answer: Answer = says({})
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                server.asked.append((self.path, dict(self.headers), json.loads(body)))
                server.answer(self)

            def log_message(self, *_: object) -> None:
                pass

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._http.server_port}"
        self._thread = threading.Thread(target=self._http.serve_forever, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()


def says(found: object, *, status: int = 200, raw: bytes | None = None) -> Answer:
    def answer(request: BaseHTTPRequestHandler) -> None:
        body = json.dumps(found).encode() if raw is None else raw
        request.send_response(status)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    return answer


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.close()


def test_libretranslate_is_asked_for_plain_text_in_whatever_language_it_finds(server):
    server.answer = says({"translatedText": "Hello", "detectedLanguage": {"confidence": 90.0, "language": "pl"}})
    assert LibreTranslate(server.url, "k").translate("Dzień dobry", into="en") == Translated("Hello", "pl")
    [(path, _, body)] = server.asked
    assert path == "/translate"
    assert body == {"q": "Dzień dobry", "source": "auto", "target": "en", "format": "text", "api_key": "k"}


def test_deepl_gets_its_key_in_a_header_and_british_english(server):
    server.answer = says({"translations": [{"detected_source_language": "PL", "text": "Hello"}]})
    assert DeepL("secret", server.url).translate("Dzień dobry", into="en") == Translated("Hello", "pl")
    [(path, headers, body)] = server.asked
    assert (path, headers["Authorization"]) == ("/v2/translate", "DeepL-Auth-Key secret")
    assert body == {"text": ["Dzień dobry"], "target_lang": "EN-GB"}


@pytest.mark.parametrize(
    "answer",
    [
        says({}),
        says([]),
        says({"translatedText": ""}),
        says({"translatedText": ["a", "list"]}),
        says({"translatedText": "x" * 300_000}),
        says({}, raw=b"<html>not json</html>"),
        says({}, raw=b""),
        says({"translatedText": "Hello"}, status=429),
        says({"error": "no such language"}, status=400),
        says({"translatedText": "Hello"}, status=302),
        says({"translatedText": "Hello"}, status=500),
    ],
)
def test_whatever_is_no_translation_is_no_answer(server, answer):
    server.answer = answer
    with pytest.raises(NoAnswer):
        LibreTranslate(server.url).translate("Dzień dobry", into="en")


def test_one_that_is_not_there_is_no_answer(server):
    server.close()
    with pytest.raises(NoAnswer):
        LibreTranslate(server.url).translate("Dzień dobry", into="en")


def test_a_slow_one_and_one_that_answers_drop_by_drop_are_waited_for_three_seconds(server):
    over = threading.Event()

    def drips(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.end_headers()
        while not over.wait(0.2):
            try:
                request.wfile.write(b" ")
            except OSError:
                return

    server.answer = drips
    began = time.monotonic()
    with pytest.raises(NoAnswer):
        LibreTranslate(server.url).translate("Dzień dobry", into="en")
    over.set()
    assert 2.5 < time.monotonic() - began < 6  # three seconds, and room for a busy machine


@pytest.mark.parametrize("code", ["pl", "ro", "uk", "pt", "ar"])
def test_both_speak_the_large_languages(code):
    assert LibreTranslate("http://x").speaks(code) and DeepL("k").speaks(code)


@pytest.mark.parametrize("code", ["so", "pa", "gu"])
def test_neither_pretends_to_speak_what_it_does_not(code):
    assert not LibreTranslate("http://x").speaks(code)
    assert not DeepL("k").speaks(code)


def test_the_free_kind_of_key_has_an_address_of_its_own():
    assert "api-free" in DeepL("k:fx")._url
    assert "api-free" not in DeepL("k")._url


def test_the_pretend_one_knows_its_script_and_marks_the_rest():
    pretend = PretendTranslator()
    assert pretend.translate("Can we talk on Thursday?", into="pl").words == "Czy możemy porozmawiać w czwartek?"
    assert pretend.translate("Czy możemy porozmawiać w czwartek?", into="en").words == "Can we talk on Thursday?"
    assert pretend.translate("Good morning", into="pl").words == "[pretend translation] Good morning"
    assert pretend.translate("[pretend translation] Good morning", into="en").words == "Good morning"
