"""Splink and recordlinkage on the same files, set up as their documentation does; run in the environment of `make quality`.

python anchors.py splink|recordlinkage OUT LEFT [RIGHT]
"""

import sys
import warnings

import pandas as pd

warnings.filterwarnings("ignore")

FEBRL = {"street_number": "house_number", "address_1": "street", "suburb": "town"}
RLDATA = {"fname_c1": "given_name", "lname_c1": "surname"}
COMPARED = (
    "given_name",
    "surname",
    "date_of_birth",
    "street",
    "house_number",
    "town",
    "postcode",
    "phone",
    "soc_sec_id",
)


def read(path):
    """A file with columns of the same names in every set."""
    frame = pd.read_csv(path, dtype=str, keep_default_na=False, na_values=["", "NA"])
    frame = frame.rename(columns=FEBRL | RLDATA)
    if "by" in frame:
        frame["date_of_birth"] = frame["by"] + frame["bm"].str.zfill(2) + frame["bd"].str.zfill(2)
    if "phone" in frame:
        frame["phone"] = frame["phone"].str.replace(" ", "")
    if frame["date_of_birth"].str.contains("-").any():
        frame["date_of_birth"] = frame["date_of_birth"].str.split("-").str[::-1].str.join("")
    return frame[["id", *(name for name in COMPARED if name in frame)]]


def splink(frames):
    """Comparisons, blocking and training as in Splink's notebooks on FEBRL; probability of one half and more."""
    import splink.comparison_library as library
    from splink import Linker, SettingsCreator, block_on

    there = [name for name in frames[0].columns if name != "id"]
    kinds = {
        "given_name": library.NameComparison("given_name"),
        "surname": library.NameComparison("surname"),
        "date_of_birth": library.DamerauLevenshteinAtThresholds("date_of_birth", [1, 2]),
        "street": library.JaroWinklerAtThresholds("street", [0.92, 0.8]),
        "town": library.JaroWinklerAtThresholds("town", [0.92]).configure(term_frequency_adjustments=True),
        "postcode": library.DamerauLevenshteinAtThresholds("postcode", [1]).configure(
            term_frequency_adjustments=True
        ),
        "soc_sec_id": library.DamerauLevenshteinAtThresholds("soc_sec_id", [1]),
    }
    rules = [
        ("given_name", "surname"), ("given_name", "date_of_birth"), ("surname", "date_of_birth"), ("postcode", "date_of_birth"),
        ("given_name", "postcode"), ("surname", "postcode"), ("surname", "street"), ("given_name", "street"),
        ("postcode", "house_number"), ("phone",), ("soc_sec_id",), ("date_of_birth",),
    ]  # fmt: skip
    rules = [block_on(*rule) for rule in rules if set(rule) <= set(there)]
    settings = SettingsCreator(
        link_type="link_only" if len(frames) == 2 else "dedupe_only",
        unique_id_column_name="id",
        comparisons=[kinds.get(name, library.ExactMatch(name)) for name in there],
        blocking_rules_to_generate_predictions=rules,
    )
    linker = _linker(Linker, frames, settings)
    training = linker.training
    training.estimate_probability_two_random_records_match(
        [block_on("given_name", "surname", "date_of_birth")], recall=0.5
    )
    training.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
    for rule in (block_on("date_of_birth"), block_on("given_name", "surname")):
        training.estimate_parameters_using_expectation_maximisation(rule)
    found = linker.inference.predict(threshold_match_probability=0.01).as_pandas_dataframe()
    return found[["id_l", "id_r", "match_weight"]].itertuples(index=False, name=None)


def _linker(made, frames, settings):
    import duckdb
    from splink.internals.duckdb.database_api import DuckDBAPI

    api = DuckDBAPI(duckdb.connect())
    registered = [
        api.register(frame, dataset_display_name=name)
        for frame, name in zip(frames, ("file_a", "file_b"), strict=False)
    ]
    return made(registered if len(registered) > 1 else registered[0], settings, log_level=40)


def recordlinkage(frames):
    """Blocking, comparing and the unsupervised classifier as in its documentation."""
    import numpy
    import recordlinkage as tool

    frames = [frame.set_index("id") for frame in frames]
    there = list(frames[0].columns)
    index = tool.Index()
    for name in ("given_name", "surname", "date_of_birth", "postcode", "phone", "soc_sec_id"):
        if name in there:
            index.block(name)
    compare = tool.Compare()
    for name in there:
        if name in ("given_name", "surname", "street", "town"):
            compare.string(name, name, method="jarowinkler", threshold=0.85, label=name)
        else:
            compare.exact(name, name, label=name)
    features = compare.compute(index.index(*frames), *frames)
    classifier = tool.ECMClassifier()
    classifier.fit(features)
    chance = classifier.prob(features).clip(1e-12, 1 - 1e-12)
    return ((left, right, numpy.log2(p / (1 - p))) for (left, right), p in chance.items() if p >= 0.01)


def main():
    """Write the pairs with a chance of one half and more, and how far each leads among those of its left row."""
    tool, out, *paths = sys.argv[1:]
    found = list({"splink": splink, "recordlinkage": recordlinkage}[tool]([read(path) for path in paths]))
    best = {}
    for left, _, score in found:
        best.setdefault(left, []).append(score)
    rows = []
    for left, right, score in found:
        if score >= 0:
            others = sorted(best[left], reverse=True)
            other = others[0] if score < others[0] else others[1] if len(others) > 1 else -100
            rows.append((left, right, score, score - other))
    pd.DataFrame(rows, columns=["left_id", "right_id", "score", "left_lead"]).to_csv(out, index=False)


if __name__ == "__main__":
    main()
