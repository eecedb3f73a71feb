"""The explicit list of all kinds of record. A parent stands before its parts."""

from crmdesk.domain.activities import Activity, ChecklistItem, Participation
from crmdesk.domain.activity_sets import ActivitySet, ActivitySetRun, ActivitySetStep
from crmdesk.domain.base import Record
from crmdesk.domain.channels import Address, Email, Link, Phone
from crmdesk.domain.companies import Affiliation, Company
from crmdesk.domain.contacts import Contact, OptOut, Photo
from crmdesk.domain.custom import CustomField, CustomValue
from crmdesk.domain.deals import Deal, DealCheck, DealContact, DealProduct, DealShare, DealState, Pipeline, Stage
from crmdesk.domain.documents import Document, DocumentLine, DocumentTax, DocumentTemplate, NumberBlock, Signature
from crmdesk.domain.groups import Group, Membership, Tag, Tagging
from crmdesk.domain.leads import AssignmentRule, Colleague, Lead, ScoringRule
from crmdesk.domain.notes import Attachment, Note
from crmdesk.domain.paper import LabelDesign, LetterTemplate, OwnSheet, PrintRun
from crmdesk.domain.picks import PickEntry
from crmdesk.domain.preferences import Preference
from crmdesk.domain.prices import ExchangeRate, Price, PriceBook, PriceBookUse, TaxClass, TaxRate
from crmdesk.domain.private import Private
from crmdesk.domain.products import BundlePart, OptionGroup, OptionRule, Product, ProductOption
from crmdesk.domain.receipts import CommissionMember, CommissionPlan, Contract, Payment, PaymentReminder, Target
from crmdesk.domain.relations import Relation, RelationType
from crmdesk.domain.reviews import Review
from crmdesk.domain.rules import FollowUpRule
from crmdesk.domain.sources import Distinction, ExternalId, ImportRun, Leftover

RECORDS: tuple[type[Record], ...] = (
    Contact,
    Company,
    Affiliation,
    Phone,
    Email,
    Address,
    Link,
    OptOut,
    Photo,
    RelationType,
    Relation,
    Note,
    Attachment,
    Tag,
    Tagging,
    Group,
    Membership,
    CustomField,
    CustomValue,
    ExternalId,
    Leftover,
    Preference,
    Activity,
    Participation,
    PickEntry,
    ImportRun,
    Distinction,
    ChecklistItem,
    ActivitySet,
    ActivitySetStep,
    ActivitySetRun,
    FollowUpRule,
    LabelDesign,
    OwnSheet,
    LetterTemplate,
    PrintRun,
    Pipeline,
    Stage,
    Deal,
    DealContact,
    DealProduct,
    DealState,
    DealCheck,
    DealShare,
    Lead,
    ScoringRule,
    AssignmentRule,
    Colleague,
    TaxClass,
    TaxRate,
    Product,
    BundlePart,
    OptionGroup,
    ProductOption,
    OptionRule,
    PriceBook,
    Price,
    PriceBookUse,
    Document,
    DocumentLine,
    DocumentTax,
    Signature,
    DocumentTemplate,
    NumberBlock,
    Payment,
    PaymentReminder,
    Contract,
    ExchangeRate,
    CommissionPlan,
    CommissionMember,
    Target,
    Private,
    Review,
)
