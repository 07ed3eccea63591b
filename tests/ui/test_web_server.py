import socket
import webbrowser

import pytest

from corpus.errors import SetupError
from ui.web_server import announce, reserved, serve


def never() -> None:
    raise AssertionError("the assistant is loaded only once the port is known to be free")


def test_a_port_in_use_is_said_at_once_and_how_to_choose_another() -> None:
    with reserved("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SetupError) as caught:
            serve(never, "127.0.0.1", port, open_browser=False)  # type: ignore[arg-type]
    assert str(port) in str(caught.value)
    assert "suance serve --port" in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("port", [-1, 65536, 799800])
def test_a_port_out_of_range_is_not_taken_modulo(port: int) -> None:
    with pytest.raises(SetupError, match="65535"), reserved("127.0.0.1", port):
        pass


def test_a_host_that_is_not_ours_is_refused() -> None:
    with pytest.raises(SetupError, match=r"192\.0\.2\.1"), reserved("192.0.2.1", 0):
        pass


@pytest.mark.parametrize(("host", "address"), [("127.0.0.1", "http://127.0.0.1:"), ("0.0.0.0", "http://127.0.0.1:")])
def test_one_line_tells_where_the_page_is(host: str, address: str, capsys: pytest.CaptureFixture[str]) -> None:
    with reserved(host, 0) as listening:
        announce(listening, open_browser=False)
    (line,) = capsys.readouterr().out.splitlines()
    assert address in line
    assert "算策已就绪" in line


def test_the_browser_opens_when_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    ours, theirs = socket.socketpair()
    monkeypatch.setattr(webbrowser, "open", lambda address: ours.sendall(address.encode()))
    with reserved("127.0.0.1", 0) as listening, ours, theirs:
        announce(listening, open_browser=True)
        theirs.settimeout(10)
        assert theirs.recv(100).startswith(b"http://127.0.0.1:")
