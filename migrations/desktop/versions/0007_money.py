"""Money: pipelines and deals, leads, products and prices, documents, payments, contracts, commission, targets."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

# Columns are texts, links where they end in _id, or what they say; ! is where something has to stand.
_TABLES = {
    "pipelines": "name! currency position:number! is_archived:flag!",
    "stages": (
        "pipeline_id! name! position:number! probability:number! rots_after:number checklist set_id required "
        "is_archived:flag!"
    ),
    "deals": (
        "name! pipeline_id! stage_id! position! status! company_id contact_id amount:large currency! expected_on "
        "probability:number forecast responsible source closed_on lost_reason competitor ask_again_on text "
        "stage_since:large parent_id"
    ),
    "deal_contacts": "owner_id! deal_id! role position:number!",
    "deal_products": "deal_id! product_id name! quantity! unit_price! discount position:number!",
    "deal_states": (
        "deal_id! at:large! pipeline_id! stage_id! status! amount:large currency! probability:number! expected_on "
        "author"
    ),
    "deal_checks": "deal_id! stage_id! text!",
    "deal_shares": "deal_id! colleague! percent!",
    "leads": "owner_id! status! subject text form responsible lost_reason ask_again_on closed_at:large deal_id",
    "scoring_rules": "name! event! details points:number! most:number is_on:flag! position:number!",
    "assignment_rules": "name! details how! colleagues is_on:flag! position:number!",
    "colleagues": "name! territory skills is_away:flag!",
    "tax_classes": "name! position:number!",
    "tax_rates": (
        "tax_class_id! name! percent! kind! is_compound:flag! country region starts_on ends_on code note "
        "position:number!"
    ),
    "products": (
        "sku name! kind! category description specification unit price cost currency! tax_class_id barcode "
        "is_priced_by_parts:flag! is_archived:flag!"
    ),
    "bundle_parts": "bundle_id! product_id! quantity! is_optional:flag! position:number!",
    "option_groups": "product_id! name! least:number! most:number position:number!",
    "product_options": "group_id! name! price! cost sku is_default:flag! position:number!",
    "option_rules": "product_id! chosen! effect! options other_options price other_price position:number!",
    "price_books": (
        "name! currency! parent_id percent step rounding ending starts_on ends_on is_inclusive:flag! "
        "is_default:flag! is_archived:flag!"
    ),
    "prices": "book_id! product_id category quantity! price percent starts_on ends_on",
    "price_book_uses": "owner_id! book_id! position:number!",
    "documents": (
        "kind! status! title series letter serial:number version:number! first_id source_id deal_id company_id "
        "contact_id name address delivery_address tax_number sender language issued_on valid_until due_on "
        "delivered_on intro terms template_id currency! exchange_rate is_inclusive:flag! rounded! rounding! "
        "cash_step:large discount discount_amount:large deposit deposit_amount:large net:large! tax:large! "
        "withheld:large! rounding_difference:large! total:large! sent_at:large answered_at:large reason "
        "responsible reference"
    ),
    "document_lines": (
        "document_id! kind! position:number! product_id bundle_id source_id sku name! text options quantity! unit "
        "unit_price! cost book_id discount discount_amount:large is_optional:flag! tax_class_id taxes "
        "amount:large!"
    ),
    "document_taxes": "document_id! name! percent! kind! base:large! amount:large! position:number! code note",
    "signatures": "document_id! name! at:large! strokes!",
    "document_templates": "name! look language intro terms position:number!",
    "number_blocks": "series! device! letter! first:number! last:number taken:number!",
    "payments": "document_id company_id contact_id amount:large! currency! paid_on! method reference text",
    "payment_reminders": "document_id! level:number! sent_on! pay_until fee:large! currency! text",
    "contracts": (
        "name! reference company_id contact_id deal_id document_id status! starts_on! ends_on notice:number "
        "renews:number remind:number amount:large currency! period! text responsible"
    ),
    "exchange_rates": "currency! base! day! rate! source",
    "commission_plans": "name! earned! measure! percent! tiers currency! pipeline_id category starts_on ends_on",
    "commission_members": "plan_id! colleague! percent",
    "targets": "period! colleague pipeline_id product_id amount:large! currency!",
}
_INDEXES = {
    "stages": ("pipeline_id",),
    "deals": (
        "company_id",
        "contact_id",
    ),
    "deal_contacts": (
        "deal_id",
        "owner_id",
    ),
    "deal_products": (
        "deal_id",
        "product_id",
    ),
    "deal_states": (
        "at",
        "deal_id at",
    ),
    "deal_checks": ("deal_id",),
    "deal_shares": ("deal_id",),
    "leads": (
        "owner_id",
        "status",
    ),
    "tax_rates": ("tax_class_id",),
    "products": ("sku",),
    "bundle_parts": (
        "bundle_id",
        "product_id",
    ),
    "option_groups": ("product_id",),
    "product_options": ("group_id",),
    "option_rules": ("product_id",),
    "prices": (
        "book_id product_id",
        "product_id",
    ),
    "price_book_uses": (
        "book_id",
        "owner_id",
    ),
    "documents": (
        "company_id",
        "contact_id",
        "kind status",
    ),
    "document_lines": ("document_id",),
    "document_taxes": ("document_id",),
    "signatures": ("document_id",),
    "number_blocks": ("series",),
    "payments": (
        "company_id",
        "contact_id",
        "document_id",
    ),
    "payment_reminders": ("document_id",),
    "contracts": (
        "company_id",
        "contact_id",
        "ends_on",
    ),
    "exchange_rates": ("currency base day",),
    "commission_members": ("plan_id",),
    "targets": ("period",),
}
_EXPECTED = "status expected_on currency pipeline_id responsible stage_id forecast probability amount deleted_at"
_CLOSED = "status closed_on currency pipeline_id responsible amount deleted_at"
_OF_SOME = (
    ("documents", "deal_id"),
    ("documents", "source_id"),
    ("documents", "title"),
    ("document_lines", "product_id"),
    ("document_lines", "source_id"),
    ("activities", "deal_id"),
)
"""Most rows have nothing there."""


def upgrade() -> None:
    for table, columns in _TABLES.items():
        op.create_table(
            table,
            sa.Column("id", sa.BLOB(), nullable=False),
            *map(_column, columns.split()),
            sa.Column("created_at", sa.BigInteger(), nullable=False),
            sa.Column("deleted_at", sa.BigInteger(), nullable=True),
            sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        )
    op.add_column("activities", sa.Column("deal_id", sa.BLOB(), nullable=True))
    for table, indexes in _INDEXES.items():
        for names in indexes:
            op.create_index(op.f(f"ix_{table}_{names.replace(' ', '_')}"), table, names.split())
    op.create_index("ix_deals_board", "deals", ["pipeline_id", "status", "stage_id"])
    op.create_index("ix_deals_expected", "deals", _EXPECTED.split())
    op.create_index("ix_deals_closed", "deals", _CLOSED.split())
    for table, name in _OF_SOME:
        op.create_index(f"ix_{table}_{name}", table, [name], sqlite_where=sa.text(f"{name} IS NOT NULL"))


def _column(told: str) -> sa.Column[object]:
    name, _colon, kind = told.removesuffix("!").partition(":")
    kinds: dict[str, type[sa.types.TypeEngine[object]]] = {
        "number": sa.Integer,
        "large": sa.BigInteger,
        "flag": sa.Boolean,
    }
    usual = sa.BLOB if name.endswith("_id") else sa.String
    return sa.Column(name, kinds.get(kind, usual)(), nullable=not told.endswith("!"))
