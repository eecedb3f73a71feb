"""Deals as a table: written for spreadsheets with their products, and read back or from another program."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from crmdesk.domain.deals import DEAL_STATUSES, FORECASTS, Deal, DealProduct, Pipeline, Stage
from crmdesk.domain.errors import UserError
from crmdesk.domain.folding import fold
from crmdesk.domain.ids import new_id, parse_id, text_id
from crmdesk.domain.money import plain
from crmdesk.i18n import _, mark, worded
from crmdesk.services import customers, deals, export_rights, money, pipelines, products
from crmdesk.services.customers import Customers
from crmdesk.services.payments import whole_day
from crmdesk.services.table_cells import (
    Cells,
    Rows,
    Taken,
    amount,
    figure,
    headings,
    read,
    read_choice,
    read_figure,
    read_money,
)
from crmdesk.services.writing import whole_file
from crmdesk.store import bulk
from crmdesk.store.steps import Step
from crmdesk.store.store import Store

COLUMNS = {
    "id": "Id", "name": mark("Deal"), "pipeline": mark("Pipeline"), "stage": mark("Stage"),
    "status": mark("Status"), "company": mark("Company"), "contact": mark("Contact"), "email": mark("E-mail"),
    "amount": mark("Amount"), "currency": mark("Currency"), "expected": mark("Expected close"),
    "probability": mark("Probability"), "forecast": mark("Forecast"), "responsible": mark("Responsible"),
    "source": mark("Source"), "closed": mark("Closed"), "reason": mark("Reason"), "competitor": mark("Competitor"),
    "ask again on": mark("Ask again on"), "text": mark("Text"), "product": mark("Product"),
    "quantity": mark("Quantity"), "price": mark("Price"), "discount": mark("Discount rate"),
}  # fmt: skip
_OTHERS = {
    "deal name": "name", "title": "name", "opportunity": "name", "opportunity name": "name", "organization": "company",
    "organisation": "company", "account name": "company", "person": "contact", "contact person": "contact",
    "value": "amount", "deal value": "amount", "expected close date": "expected", "close date": "expected",
    "owner": "responsible", "won/lost reason": "reason", "lost reason": "reason", "won time": "closed",
    "email": "email", "e-mail address": "email", "deal stage": "stage", "associated company": "company",
    "associated contact": "contact", "deal owner": "responsible", "opportunity owner": "responsible",
    "probability (%)": "probability", "lead source": "source", "loss reason": "reason", "deal - title": "name",
    "deal - value": "amount", "deal - currency of value": "currency", "deal - organization": "company",
    "deal - contact person": "contact", "deal - status": "status", "deal - stage": "stage",
    "deal - pipeline": "pipeline", "deal - expected close date": "expected", "deal - won time": "closed",
    "deal - lost reason": "reason", "deal - owner": "responsible", "deal - probability": "probability",
}  # fmt: skip
_SAME = ("responsible", "source", "competitor", "text", "forecast")
_DAYS = {"expected": "expected_on", "ask again on": "ask_again_on"}


def export(store: Store, to: Path) -> int:
    """A row for each deal, and one more for each further product; gives how many deals."""
    from crmdesk.formats import csv_table

    export_rights.require(store)
    with store.read() as session:
        rows = list(bulk.whole(session, Deal))
        told = list(_told(session, rows))
    with whole_file(to) as file:
        for line in csv_table.write(list(COLUMNS), told):
            file.write(line)
    return len(rows)


def _told(session: Session, rows: list[dict[str, Any]]) -> Iterator[dict[str, str | None]]:
    names = customers.names_of(session, [key for row in rows for key in (row["company_id"], row["contact_id"]) if key])
    emails = customers.emails_of(session, [row["contact_id"] for row in rows if row["contact_id"]])
    named = {row["id"]: row["name"] for row in bulk.whole(session, Pipeline)}
    places = {row["id"]: (named.get(row["pipeline_id"], ""), row["name"]) for row in bulk.whole(session, Stage)}
    parts: dict[bytes, list[dict[str, Any]]] = {}
    for part in bulk.fetch(session, DealProduct, "deal_id", [row["id"] for row in rows]):
        parts.setdefault(part["deal_id"], []).append(part)
    for row in rows:
        pipeline, stage = places.get(row["stage_id"], ("", ""))
        head: dict[str, str | None] = {
            "id": text_id(row["id"]), "name": row["name"], "pipeline": pipeline, "stage": stage,
            "status": row["status"], "company": names.get(row["company_id"]), "contact": names.get(row["contact_id"]),
            "email": emails.get(row["contact_id"]), "amount": amount(row["amount"], row["currency"]),
            "currency": row["currency"], "closed": row["closed_on"], "reason": row["lost_reason"],
            "probability": None if row["probability"] is None else str(row["probability"]),
            **{name: row[name] for name in _SAME}, **{name: row[column] for name, column in _DAYS.items()},
        }  # fmt: skip
        lines = sorted(parts.get(row["id"], []), key=lambda part: part["position"])
        yield {**head, **(_part(lines[0]) if lines else {})}
        yield from ({"id": head["id"], **_part(part)} for part in lines[1:])


def _part(part: Mapping[str, Any]) -> dict[str, str | None]:
    figures = {"quantity": part["quantity"], "price": part["unit_price"], "discount": part["discount"]}
    return {"product": part["name"], **{name: figure(value) for name, value in figures.items()}}


# Read


def take_in(store: Store, path: Path) -> Taken:
    """Deals whose id is known are changed, all others added; what cannot be read is told, line by line."""
    rows = read(path, headings(COLUMNS, _OTHERS), "name")
    taken = Taken()
    with store.write_in_parts(_("Import deals")) as (session, step):
        _make_pipelines(session, rows)
        taking = _Taking(session, step, store, taken)
        for line, cells in rows:
            try:
                taking.take(cells)
            except UserError as error:
                taken.rejected.append((line, str(error)))
                taking.current = None
    return taken


def _make_pipelines(session: Session, rows: Rows) -> None:
    """Those that the list names and the file has not, with their stages in the order in which they come."""
    pipelines.usual(session)  # a file may have none yet
    known = {fold(row["name"]) for row in bulk.whole(session, Pipeline)}
    names: dict[str, str] = {}
    told: dict[str, dict[str, str]] = {}
    for _line, cells in rows:
        name = fold(cells.get("pipeline", ""))
        if name and name not in known and cells.get("stage"):
            names.setdefault(name, cells["pipeline"])
            told.setdefault(name, {}).setdefault(fold(cells["stage"]), cells["stage"])
    for name, stages in told.items():
        pipelines.put(session, names[name], list(stages.values()))


class _Taking:
    def __init__(self, session: Session, step: Step, store: Store, taken: Taken) -> None:
        self.session, self.store, self.taken = session, store, taken
        self.customers = Customers(session, step)
        self.known = {row["id"]: row for row in bulk.whole(session, Deal)}
        self.current: bytes | None = None
        self.is_new = False

    @cached_property
    def products(self) -> Mapping[str, Mapping[str, Any]]:
        return products.named(self.session)

    def take(self, cells: Cells) -> None:
        if "name" not in cells:
            self._take_part(cells)
            return
        self.current = None
        key = self._key(cells)
        stage, part = self._stage(cells), self._read_part(cells)
        status = read_choice(cells, "status", DEAL_STATUSES, "")
        values = self._values(cells, self.known.get(key or b""))
        self.is_new = key not in self.known
        if key and not self.is_new:
            self._change(key, values, status)
        else:
            key = deals.put(self.session, self.store, values.pop("name"), stage, **values)
            self.taken.added += 1
            self._end(key, status, cells)
        self.current = key
        if part and self.is_new:
            self._put_part(part)

    def _key(self, cells: Cells) -> bytes | None:
        try:
            return parse_id(cells["id"]) if cells.get("id") else None
        except ValueError:
            return None  # of another program

    def _values(self, cells: Cells, known: Mapping[str, Any] | None) -> dict[str, Any]:
        code = cells.get("currency") or (known["currency"] if known else money.currency(self.session))
        currency = money.checked(code)
        values: dict[str, Any] = {name: cells[name] for name in ("name", "responsible", "source", "competitor", "text")
                                  if name in cells}  # fmt: skip
        values |= {column: cells[name] for name, column in _DAYS.items() if name in cells}
        if forecast := read_choice(cells, "forecast", FORECASTS, ""):
            values["forecast"] = forecast
        if "amount" in cells:
            values |= {"amount": read_money(cells, "amount", currency), "currency": currency}
        if (chance := read_figure(cells, "probability")) is not None:
            values["probability"] = int(chance)
        return values | self._whose(cells)

    def _whose(self, cells: Cells) -> dict[str, Any]:
        company = self.customers.company(cells.get("company", ""))
        contact = self.customers.contact(cells.get("contact", ""), cells.get("email", ""))
        return {name: key for name, key in (("company_id", company), ("contact_id", contact)) if key}

    def _stage(self, cells: Cells) -> bytes | None:
        """Of the pipeline that is named, or of any; the first where none is."""
        if not cells.get("stage"):
            return None
        for each in pipelines.pipelines(self.session):
            if fold(cells.get("pipeline", each.name)) == fold(each.name):
                for stage in pipelines.stages(self.session, each.id):
                    if fold(stage.name) == fold(cells["stage"]):
                        return bytes(stage.id or b"")
        raise UserError(_("There is no stage “{name}”.").format(name=cells["stage"]))

    def _change(self, key: bytes, values: dict[str, Any], status: str) -> None:
        before = self.known[key]
        differing = {name: value for name, value in values.items() if before.get(name) != value}
        if status and status != before["status"]:
            words = _("“{name}” is {status} here: win, lose or reopen it on its page.")
            raise UserError(words.format(name=before["name"], status=worded(DEAL_STATUSES, before["status"])))
        if differing:
            deals.put_change(self.session, self.store, key, differing)
        self.taken.changed += bool(differing)
        self.taken.unchanged += not differing

    def _end(self, key: bytes, status: str, cells: Cells) -> None:
        if status in ("won", "lost"):
            reason = cells.get("reason") if status == "lost" else None
            day = whole_day(_("Closed"), cells.get("closed")) or date.today().isoformat()  # noqa: DTZ011
            deals.put_end(self.session, self.store, key, status, day, reason)

    # Products

    def _take_part(self, cells: Cells) -> None:
        part = self._read_part(cells)
        if part is None:
            raise UserError(_("The row has no name."))
        if self.current is None:
            raise UserError(_("The deal that this product belongs to was not taken."))
        if self.is_new:
            self._put_part(part)

    def _read_part(self, cells: Cells) -> dict[str, Any] | None:
        if not cells.get("product"):
            return None
        figures = {"quantity": ("quantity", "1"), "price": ("unit_price", "0"), "discount": ("discount", None)}
        read_ones: dict[str, Any] = {}
        for name, (column, usual) in figures.items():
            found = read_figure(cells, name)
            read_ones[column] = usual if found is None else plain(found)
        product = self.products.get(fold(cells["product"]))
        return {"name": cells["product"], "product_id": product["id"] if product else None, **read_ones}

    def _put_part(self, part: dict[str, Any]) -> None:
        count = sum(1 for _row in bulk.fetch(self.session, DealProduct, "deal_id", [self.current]))
        bulk.insert(self.session, DealProduct, [{**part, "id": new_id(), "deal_id": self.current, "position": count}])
