"""Mistakes in a fleet: each gives the right line, says what was expected, and suggests the likely meaning."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.fleets import small
from tritonfleet import yamlio
from tritonfleet.errors import InputError
from tritonfleet.spec.load import parse_fleet


def problems(text: str) -> list[str]:
    with pytest.raises(InputError) as caught:
        parse_fleet(text, Path("fleet.yaml"))
    return [str(problem) for problem in caught.value.problems]


def written(**changes) -> str:
    return yamlio.dump(small(**changes))


def line_of(text: str, needle: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if needle in line)


@pytest.mark.parametrize(
    ("path", "typo", "meant"),
    [
        ("services__vision__replica", "replica", "replicas"),
        ("services__vision__model", "model", "models"),
        ("services__vision__gpu__counts", "counts", "count"),
        ("services__vision__repository__s3__buket", "buket", "bucket"),
        ("services__vision__server__exitTimout", "exitTimout", "exitTimeout"),
        ("models__classifier__max_batch_size", "max_batch_size", "maxBatchSize"),
        ("models__classifier__dynamicBatching__maxQueueDely", "maxQueueDely", "maxQueueDelay"),
        ("clusters__main__pool", "pool", "pools"),
        ("clusters__main__pools__gpu__gpu__pernode", "pernode", "perNode"),
        ("environments__prod__namspace", "namspace", "namespace"),
    ],
)
def test_an_unknown_key_is_named_with_its_line_and_the_key_that_was_meant(path, typo, meant):
    text = written(**{path: "x"})
    (problem,) = [p for p in problems(text) if "unknown key" in p]
    assert f"unknown key `{typo}`" in problem
    assert f"did you mean `{meant}`?" in problem
    assert problem.startswith(f"fleet.yaml:{line_of(text, f'{typo}:')}:")


def test_a_wrong_unit_is_refused_where_it_stands():
    text = written(models__classifier__load__time="20")
    (problem,) = problems(text)
    assert "expected a duration with a unit" in problem
    assert problem.startswith(f"fleet.yaml:{line_of(text, 'time:')}:")


def test_a_name_that_is_no_dns_label_is_refused():
    fleet = small()
    fleet["services"]["Vision_1"] = fleet["services"].pop("vision")
    (problem,) = problems(yamlio.dump(fleet))
    assert "DNS label" in problem
    assert "'Vision_1'" in problem


@pytest.mark.parametrize("name", ["7b", "a" * 54])
def test_a_service_name_is_one_that_kubernetes_and_helm_take(name):
    fleet = small()
    fleet["services"][name] = fleet["services"].pop("vision")
    (problem,) = problems(yamlio.dump(fleet))
    assert "a letter first, at most 53" in problem


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (
            "server",
            {"extraArgs": {"http-port": "9000"}},
            "extraArgs.http-port: this flag has a value of its own",
        ),
        ("labels", {"app.kubernetes.io/name": "x"}, "app.kubernetes.io/name: the chart sets this label"),
        ("env", {"HF_TOKEN": {"value": "x"}}, "env.HF_TOKEN must come from a Secret"),
        ("image", {"tag": "stable"}, "an exact tag is needed, 'stable' moves"),
        ("server", {"logVerbose": 10}, "logVerbose"),
        (
            "resources",
            {"requests": {"cpu": "2500m"}, "limits": {"cpu": 2}},
            "resources: requests.cpu (2500m) is above limits.cpu (2)",
        ),
        ("expose", {"httpRoute": {"hostnames": ["UPPER.example.com"]}}, "hostnames.0: expected text like"),
    ],
)
def test_what_the_chart_would_refuse_is_refused_where_the_fleet_says_it(path, value, message):
    text = written(**{f"services__vision__{path}": value})
    (problem,) = problems(text)
    assert message in problem
    assert problem.startswith("fleet.yaml:")


def test_two_repositories_at_once_are_named():
    (problem,) = problems(written(services__vision__repository__pvc={"claimName": "models"}))
    assert "got s3 and pvc; in an override, null removes a key" in problem


def test_a_missing_key_is_named():
    (problem,) = problems(written(services__vision__repository=None))
    assert "`repository` is missing in services.vision" in problem


def test_a_value_outside_the_known_ones_is_suggested():
    (problem,) = problems(written(environments__prod__sync="automatic"))
    assert "expected 'automated' or 'manual', got 'automatic'" in problem
    assert "did you mean `automated`?" in problem


def test_a_version_without_quotes_is_a_number_and_told_so():
    (problem,) = problems(written(clusters__main__kubernetes=1.35))
    assert 'put it in quotes: "1.35"' in problem


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        ("metadata", "small", "expected a mapping, got 'small'"),
        ("services__vision__gpu", [1], "expected a mapping, got a list"),
        ("services__vision__models", "classifier", "expected a list, got 'classifier'"),
        ("services__vision__slo", {"requestsPerSecond": float("inf")}, "expected a finite number, got inf"),
        ("services__vision__replicas", "two", "expected a whole number, got 'two'"),
        ("services__vision__priorityClass", {"name": "high"}, "expected text, got a mapping"),
    ],
)
def test_a_value_of_the_wrong_shape_is_refused_in_words_of_yaml(path, value, message):
    (problem,) = problems(written(**{path: value}))
    assert message in problem


def test_a_merge_key_is_told_from_a_typo():
    text = written().replace("  classifier:\n", "  classifier:\n    <<: {}\n", 1)
    (problem,) = problems(text)
    assert "merge keys (`<<`) are not YAML 1.2 in models.classifier" in problem


def test_every_mistake_is_reported_in_file_order():
    text = written(services__vision__replica=1, environments__prod__sync="x", metadata__nam="y")
    lines = [int(problem.split(":")[1]) for problem in problems(text)]
    assert len(lines) == 3
    assert lines == sorted(lines)


@pytest.mark.parametrize(
    ("path", "value", "feature"),
    [
        ("services__vision__rollout", {"strategy": "canary"}, "rollout by canary"),
        ("services__vision__runtime", "kserve", "runtime kserve"),
        ("clusters__main__versions", {"kserve": "0.20"}, "KServe"),
        ("clusters__main__secretStore", "vault", "secret stores"),
    ],
)
def test_a_field_whose_feature_is_not_built_is_refused_and_never_ignored(path, value, feature):
    (problem,) = problems(written(**{path: value}))
    assert "not supported yet" in problem
    assert feature in problem


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "empty"),
        ("# only a comment\n", "empty"),
        ("- a\n- b\n", "a list"),
        ("just text\n", "text"),
        ("models: {}\n", "apiVersion is missing"),
    ],
)
def test_a_file_that_is_no_fleet_says_what_it_is(text, message):
    (problem,) = problems(text)
    assert message in problem


def test_two_services_with_one_name_are_a_duplicate_key():
    text = written().replace("services:\n", "services:\n  vision: {}\n")
    (problem,) = problems(text)
    assert "vision" in problem
    assert "duplicate" in problem.lower() or "twice" in problem.lower()
