"""What is new, version by version, in the words of those who use it."""

from crmdesk.i18n import mark

NEWS = (
    (
        "0.1.0",
        (
            mark("Contacts and companies in one encrypted file, found by any word of theirs as you type."),
            mark("Everything is edited in place and can be undone, also after a restart."),
            mark("Lookups as in a card file: by any field, narrowed, kept as groups that stay up to date."),
            mark("Labels on any common sheet, begun at the first free one."),
            mark("Files of phones and other programs come in without losing a line, and go out again."),
            mark("Own fields, own words in all lists, and relations with a word for each side."),
        ),
    ),
)
