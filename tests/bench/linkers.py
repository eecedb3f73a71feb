"""Two well-known programs that look for duplicates, on the people of our file, where they are installed.

Each runs in a process of its own, since its memory is measured: `python -m tests.bench.linkers splink people.json`.
What they are given is as clean as what ours compares.
"""

import json
import resource
import subprocess
import sys
from importlib.util import find_spec
from itertools import combinations
from pathlib import Path
from time import perf_counter
from typing import Any

NAMES = ("splink", "recordlinkage")
FIELDS = ("unique_id", "given", "family", "birthday", "phone", "email", "street", "city", "code")


def measured(name: str, people: Path) -> dict[str, Any] | None:
    """Seconds, megabytes and the pairs it found, each behind its weight; nothing where it is not installed."""
    if find_spec(name) is None:
        return None
    command = [sys.executable, "-m", "tests.bench.linkers", name, str(people)]
    done = subprocess.run(command, cwd=Path(__file__).parents[2], capture_output=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])  # type: ignore[no-any-return]


def memory() -> float:
    """The most that this program held, in megabytes; of the one that started it Linux counts that too."""
    status = Path("/proc/self/status")
    if status.exists():
        return next(int(line.split()[1]) / 1024 for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 / (1024 if sys.platform == "darwin" else 1)


def _splink(frame: Any) -> Any:
    import splink.comparison_library as cl
    from splink import Linker, SettingsCreator, block_on
    from splink.backends.duckdb import DuckDBAPI

    blocks = [
        block_on(*fields.split()) for fields in ("email", "phone", "given family", "birthday", "family code", "street")
    ]
    comparisons = [cl.JaroWinklerAtThresholds(field, [0.92, 0.8]) for field in ("given", "family", "street")]
    comparisons += [cl.ExactMatch(field) for field in ("birthday", "phone", "city", "code")]
    comparisons.append(cl.LevenshteinAtThresholds("email", [1, 3]))
    settings = SettingsCreator(
        link_type="dedupe_only", comparisons=comparisons, blocking_rules_to_generate_predictions=blocks
    )
    linker = Linker(DuckDBAPI().register(frame), settings, log_level=40)
    linker.training.estimate_probability_two_random_records_match(blocks[:1], recall=0.6)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6)
    for block in (blocks[2], blocks[1]):
        linker.training.estimate_parameters_using_expectation_maximisation(block)
    found = linker.inference.predict(threshold_match_probability=0.01).as_pandas_dataframe()
    return zip(found["match_weight"], found["unique_id_l"], found["unique_id_r"], strict=True)


def _recordlinkage(frame: Any) -> Any:
    import recordlinkage

    frame = frame.set_index("unique_id")
    index, compare = recordlinkage.Index(), recordlinkage.Compare()
    for fields in (["email"], ["phone"], ["given", "family"], ["birthday"], ["family", "code"]):
        index.block(fields)
    for field in ("given", "family", "street"):
        compare.string(field, field, method="jarowinkler", threshold=0.85)
    for field in ("birthday", "phone", "email", "code"):
        compare.exact(field, field)
    vectors = compare.compute(index.index(frame), frame)
    classifier = recordlinkage.ECMClassifier(binarize=0.5)
    classifier.fit(vectors)
    return ((weight, *pair) for pair, weight in classifier.prob(vectors).items() if weight > 0.01)


def _main(name: str, people: str) -> None:
    import pandas as pd  # type: ignore[import-not-found]

    rows = json.loads(Path(people).read_text("utf-8"))
    frame = pd.DataFrame([[value or None for value in row] for row in rows], columns=FIELDS)
    start = perf_counter()
    pairs = [list(pair) for pair in (_splink if name == "splink" else _recordlinkage)(frame)]
    print(json.dumps({"seconds": perf_counter() - start, "memory": memory(), "pairs": pairs}))


def best(weighed: list[list[Any]], truth: set[frozenset[str]]) -> tuple[float, float]:
    """Precision and recall at the least weight that suits these very people best."""
    right, tried = 0, [(0.0, 0.0, 0.0)]
    for count, (_weight, *pair) in enumerate(sorted(weighed, reverse=True), 1):
        right += frozenset(pair) in truth
        tried.append((2 * right / (count + len(truth)), right / count, right / len(truth)))
    return max(tried)[1:]


def pairs_of(clusters: list[list[str]]) -> set[frozenset[str]]:
    return {frozenset(pair) for ids in clusters for pair in combinations(ids, 2)}


if __name__ == "__main__":
    _main(*sys.argv[1:])
