"""How queries are found, chosen by the labels of a service, and matched to a boundary."""

from __future__ import annotations

import pytest

from tritonfleet.errors import InputError
from tritonfleet.queries import Extent, Subject, bucket, entry_models, queries, query, selector

SCALING = tuple(each for each in queries().values() if each.scales)


def test_what_adds_up_over_pods_is_shared_among_them():
    assert {each.extent.metric_type for each in SCALING if each.extent is Extent.TOTAL} == {"AverageValue"}
    assert query("queue-mean").extent.metric_type == "Value"


def test_a_misspelt_query_is_told_the_one_that_was_meant():
    with pytest.raises(InputError, match=r"no query `latency-means` \(did you mean `latency-mean`\?\)"):
        query("latency-means")


def test_a_misspelt_parameter_is_told_the_one_that_was_meant():
    with pytest.raises(InputError, match=r"no parameter `quantil` .*quantile"):
        query("latency-summary").expression(quantil=0.9)


def test_what_is_none_to_scale_on_gives_no_signal():
    with pytest.raises(InputError, match="`latency-quantile` is none to scale on"):
        query("latency-quantile").signal()


@pytest.mark.parametrize(
    ("boundary", "matcher"),
    [
        (80, 'le=~"80([.]0+)?"'),
        (80.0, 'le=~"80([.]0+)?"'),
        (2.5, 'le=~"2[.]5"'),
        (0.25, 'le=~"0[.]25"'),
        (100000, 'le=~"100000([.]0+)?"'),
    ],
)
def test_a_boundary_is_matched_as_either_writes_it(boundary, matcher):
    assert bucket(boundary) == matcher


def test_a_dot_in_a_models_name_is_a_dot():
    assert entry_models(["resnet.v2", "bert"]) == "bert|resnet[.]v2"


def test_models_are_in_the_order_of_their_names_as_charts_have_them():
    assert entry_models(["bertA", "bert.large"]) == "bert[.]large|bertA"


@pytest.mark.parametrize(
    ("subject", "inside"),
    [
        (Subject.SERVICE, 'namespace="prod",job="vision"'),
        (Subject.WORKLOAD, 'namespace="prod",deployment="vision"'),
        (Subject.AUTOSCALER, 'namespace="prod",horizontalpodautoscaler=~"(keda-hpa-)?vision"'),
        (Subject.SCALED_OBJECT, 'namespace="prod",scaledObject="vision"'),
        (Subject.SCALED_RESOURCE, 'namespace="prod",scaledResource="vision"'),
        (Subject.NAMESPACE, 'namespace="prod"'),
        (Subject.NODE, ""),
        (Subject.GPU, 'namespace="prod",pod=~"vision-[0-9a-z]+-[0-9a-z]{5}"'),
    ],
)
def test_a_service_is_chosen_by_the_labels_that_its_exporter_writes(subject, inside):
    assert selector(subject, "prod", "vision") == inside


def test_without_honoured_labels_the_workload_is_in_the_exported_ones():
    inside = selector(Subject.GPU, "prod", "vision", honor_labels=False)
    assert inside == 'exported_namespace="prod",exported_pod=~"vision-[0-9a-z]+-[0-9a-z]{5}"'
    assert selector(Subject.SCALED_OBJECT, "prod", "vision", honor_labels=False).startswith(
        "exported_namespace="
    )


def test_what_is_not_named_is_not_chosen_by():
    assert selector(Subject.SERVICE, "", "vision") == 'job="vision"'
    assert selector(Subject.SERVICE, "", "") == ""
