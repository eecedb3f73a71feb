"""Files of other programs: bytes to cards and back."""

IMPORTED = ("vcard", "csv", "xlsx", "ldif", "mail", "ics", "json")
EXPORTED = {
    "vcard": ".vcf", "csv": ".csv", "xlsx": ".xlsx", "ldif": ".ldif", "ics": ".ics", "json": ".json",
    "sqlite": ".sqlite", "zip": ".zip", "vcard3": ".vcf",
}  # fmt: skip
"""Each with the ending of its files, the first of two being meant. `vcard` is version 4.0, `vcard3` is for phones and
programs that know no newer one."""
