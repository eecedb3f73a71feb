"""country: where the user of a file is, for numbers without a prefix and for letters abroad."""

import argparse
from typing import Any

from crmdesk.cli.common import answer, on_file, opened
from crmdesk.domain.errors import UserError
from crmdesk.domain.values import countries
from crmdesk.i18n import _


def register(subparsers: Any) -> None:
    telling = on_file(subparsers, "country", tell, "where you are: for numbers without a prefix, and letters abroad")
    telling.add_argument("country", nargs="?", help="set it: a code such as BR, or a name")


def tell(args: argparse.Namespace) -> int:
    from crmdesk.services import preferences

    wanted = countries.to_code(args.country) if args.country else None
    if args.country and not wanted:
        raise UserError(_("“{text}” is no country that is known. Try a code of two letters.").format(text=args.country))
    with opened(args) as store:
        if wanted:
            preferences.set_country(store, wanted)
        with store.read() as session:
            code = preferences.country(session)
    answer(args, {"country": code}, code)
    return 0
