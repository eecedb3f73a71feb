"""hub init and hub serve."""

import argparse
import getpass
import os
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crmdesk.hub.commands import (
    METRICS_TOKEN,
    URL,
    answer,
    command,
    link_of,
    now,
    opened,
    place_of,
    settings_of,
    with_picture,
)
from crmdesk.hub.errors import HubError
from crmdesk.hub.settings import PORT, Place
from crmdesk.i18n import _

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

_LOOPBACK = ("127.0.0.1", "::1", "localhost")
_URL_HELP = f"where laptops reach the hub, as https://hub.example.org (or {URL})"


def register(nouns: Any) -> None:
    init = command(nouns, "init", make, "make a workspace, and the link by which its owner comes in")
    init.add_argument("--workspace", required=True, metavar="NAME")
    init.add_argument("--owner", required=True, metavar="NAME")
    init.add_argument(
        "--sealed", action="store_true",
        help="encrypted from laptop to laptop: whoever has the hub can read nothing, and can restore no lost key",
    )  # fmt: skip
    init.add_argument("--url", default="", help=_URL_HELP)
    serving = command(nouns, "serve", serve, "serve laptops until it is stopped; with a new folder alone, try it out")
    serving.add_argument("--host", default="127.0.0.1", metavar="ADDRESS", help="to listen on (default: this machine)")
    serving.add_argument("--port", type=int, default=PORT, metavar="N")
    serving.add_argument("--url", default="", help=_URL_HELP)
    serving.add_argument("--tls-cert", type=Path, metavar="PATH")
    serving.add_argument("--tls-key", type=Path, metavar="PATH")
    serving.add_argument("--workers", type=int, default=1, metavar="N", help="processes on the one port")
    serving.add_argument(
        "--proxies", default="127.0.0.1", metavar="ADDRESSES", help="that are believed when they say who asks"
    )
    serving.add_argument("--log-level", default="info", choices=("debug", "info", "warning", "error"))


def make(args: argparse.Namespace) -> int:
    from crmdesk.hub import workspaces
    from crmdesk.hub.database import in_transaction

    with opened(args, may_make=True) as engine:
        workspace, code = in_transaction(
            engine, lambda c: workspaces.make(c, args.workspace, args.owner, None, now(), is_sealed=args.sealed)
        )
    link = link_of(place_of(args), code, is_sealed=args.sealed)
    text = _("“{workspace}” is made. {owner} comes in by this link, within {count} days:").format(
        workspace=args.workspace, owner=args.owner, count=workspaces.DAYS
    )
    return answer(args, {"workspace": workspace.hex(), "link": link}, f"{text}\n\n{with_picture(link)}")


def serve(args: argparse.Namespace) -> int:
    from crmdesk.hub import serve as process

    if bool(args.tls_cert) != bool(args.tls_key):
        raise HubError(400, "tls", _("A certificate needs its key: give both --tls-cert and --tls-key."))
    if args.workers < 1:
        raise HubError(400, "workers", _("A hub has at least one process."))
    with opened(args, may_make=True) as engine:
        place = _place(args)
        link = _first_link(args, engine, place)
    if args.data:
        place.keep(args.data)
    settings = replace(
        settings_of(args), url=place.url, host=args.host, metrics_token=os.environ.get(METRICS_TOKEN, ""),
        level=args.log_level.upper(), workers=args.workers,
    )  # fmt: skip
    answer(args, {"url": place.url, "link": link}, _greeting(place, link))
    process.serve(settings, args.port, args.tls_cert, args.tls_key, args.proxies)
    return 0


def _place(args: argparse.Namespace) -> Place:
    """Where it listens to a network and nobody gave it a certificate, it makes one of its own."""
    from crmdesk.hub import serve_tls
    from crmdesk.hub.serve import pin

    url = (args.url or os.environ.get(URL, "")).rstrip("/")
    if args.host in _LOOPBACK and not args.tls_cert:
        return Place(url or f"http://{_in_url(args.host)}:{args.port}")
    host = serve_tls.address_in_network() if args.host in ("0.0.0.0", "::") else args.host
    url = url or f"https://{_in_url(host)}:{args.port}"
    if args.tls_cert or not (args.data and url.endswith(f":{args.port}")):
        return Place(url)  # whoever stands before the hub has the certificate
    args.tls_cert, args.tls_key = serve_tls.own(args.data, host)
    return Place(url, pin(args.tls_cert))


def _in_url(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _first_link(args: argparse.Namespace, engine: "Engine", place: Place) -> str | None:
    """Who tries it out gets a workspace, and its link as long as nobody has come in by it."""
    from crmdesk.hub.database import in_transaction

    if args.database:
        return None
    found = in_transaction(engine, partial(_first_code, _us()))
    return link_of(place, found) if found else None


def _us() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # nobody has this number here, as in a container
        return _("Owner")


def _first_code(owner: str, connection: "Connection") -> str | None:
    from crmdesk.hub import devices, invitations, people, workspaces

    here = workspaces.everything(connection)
    if not here:
        return workspaces.make(connection, _("Our contacts"), owner, None, now())[1]
    first = here[0]
    if len(here) > 1 or first.is_sealed or devices.devices_of(connection, first.id):
        return None
    person = people.everyone(connection, first.id)[0]
    arguments = (first.id, None, person.role, person.name, workspaces.DAYS, now(), person.id)
    return invitations.invite(connection, *arguments)[1]


def _greeting(place: Place, link: str | None) -> str:
    lines = [_("The hub answers at {url}").format(url=place.url)]
    if link:
        lines += [_("Open this link in CRMDesk to come in as the owner:"), "", with_picture(link)]
    if place.url.startswith("http://"):
        lines.append(
            _("Only this machine reaches it. For other laptops in your network start it with --host 0.0.0.0;\n"
              "for the internet put a web server with a certificate before it, and say --url https://…")
        )  # fmt: skip
    return "\n".join(lines)
