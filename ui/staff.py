"""The staff's side of the server: who is signed in, and what only they may reach."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated
from urllib.parse import parse_qs, urlsplit

from fastapi import Depends, HTTPException, Request

from assistant.tickets.compare import Replay
from assistant.tickets.ticket import Ticket, TicketStore
from corpus.errors import SetupError
from ui.api_feedback import FeedbackTickets
from ui.desk_texts import desk_texts
from ui.staff_guard import Guard
from ui.staff_session import COOKIE, Sessions, open_secret
from ui.staff_users import User, UserFile

_FORM_BYTES = 32 * 1024


@dataclass(frozen=True, slots=True)
class Staff:
    """What the staff pages need."""

    home: Path
    users: UserFile
    sessions: Sessions
    guard: Guard
    tickets: TicketStore
    replay: Callable[[Ticket], Replay]
    """Answers a ticket's question again and keeps nothing of it."""

    def user(self, request: Request) -> User | None:
        """Return who is signed in; None for nobody, and where the users' file is broken: the sign-in page says so."""
        try:
            return self.sessions.user(request.cookies.get(COOKIE, ""))
        except SetupError:
            return None

    @property
    def feedback(self) -> FeedbackTickets:
        """Where the staff's own votes go."""
        return FeedbackTickets(lambda: self.tickets)


def open_staff(
    home: Path, tickets: TicketStore, replay: Callable[[Ticket], Replay], *, users: UserFile | None = None
) -> Staff:
    """Return the staff's side over a data directory; ``SetupError`` where its key cannot be kept."""
    known = users or UserFile(home)
    return Staff(home, known, _sessions(known, home), Guard(), tickets, replay)


def _sessions(users: UserFile, home: Path) -> Sessions:
    try:
        return Sessions(users, open_secret(home), home=home)
    except OSError as error:
        raise SetupError(f"{home} 不能读写（{error.strerror or '被占用'}）", repair="检查权限和磁盘空间") from None


async def _read_form(request: Request) -> dict[str, str]:
    """Return the fields of a form; 403 for one that another site's page sent, 413 for one that is too large."""
    if not from_here(request):
        raise HTTPException(403, desk_texts().sign_in.strange)
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > _FORM_BYTES:
            raise HTTPException(413)
    fields = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=20)
    return {name: values[-1] for name, values in fields.items()}


Form = Annotated[dict[str, str], Depends(_read_form)]
"""The fields of a form of ours."""


def from_here(request: Request) -> bool:
    """Say whether a page of this site sent the request: browsers say so, and no page can make them lie.

    ``Sec-Fetch-Site`` comes from browsers over HTTPS and on loopback, ``Origin`` with every form in any case.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = urlsplit(request.headers.get("origin", ""))
    return bool(origin.netloc) and origin.netloc == request.headers.get("host")


def safe_back(address: str) -> str:
    """Return where to lead after signing in: a page of this site, whatever the address asks for."""
    path = urlsplit(address).path
    if address != path and not address.startswith(f"{path}?"):
        return "desk"
    plain = all(" " < character < "\x7f" for character in address)
    known = path.partition(".")[0] in ("desk", "report") and "/" not in path and "\\" not in address
    return address if plain and known and len(address) < 1000 else "desk"
