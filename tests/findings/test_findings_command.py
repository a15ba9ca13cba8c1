"""What scripts/findings.py does with a project: check its parts, and hold the findings against verdicts."""

from __future__ import annotations

import json
import subprocess

import pytest
from scripts.judging.catalogue import Each, Part, Project
from scripts.judging.checkouts import Absent, checkout
from scripts.judging.examining import UNREADABLE, examine
from scripts.judging.verdicts import Judged, Verdict

POD = """\
apiVersion: v1
kind: Pod
metadata: {name: bert, namespace: prod}
spec: {containers: [{name: triton, image: "tritonserver:26.07", securityContext: {privileged: true}}]}
"""
DASHBOARD = {
    "__inputs": [{"name": "DS", "type": "datasource"}],
    "title": "Bert",
    "uid": "${DS}",
    "panels": [],
}


def git(folder, *arguments):
    identity = ("-c", "user.name=a", "-c", "user.email=a@example.org")
    done = subprocess.run(
        ["git", "-C", str(folder), *identity, *arguments], check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


@pytest.fixture
def clones(tmp_path):
    """A folder of clones with the project acme/fleet in it."""
    clone = tmp_path / "acme+fleet"
    (clone / "vendor").mkdir(parents=True)
    (clone / "pod.yaml").write_text(POD)
    (clone / "broken.yaml").write_text("apiVersion: v1\nkind: [")
    (clone / "bert.json").write_text(json.dumps(DASHBOARD))
    (clone / "vendor" / "theirs.yaml").write_text(POD)
    git(clone, "init", "--quiet")
    git(clone, "add", ".")
    git(clone, "commit", "--quiet", "--message", "all")
    return tmp_path


def project(clones, **parts):
    return Project(
        project="acme/fleet",
        version="v1",
        commit=git(clones / "acme+fleet", "rev-parse", "HEAD"),
        parts=[Part(name=name, **part) for name, part in parts.items()],
    )


def found(clones, **parts):
    given = project(clones, **parts)
    with checkout(given, clones) as folder:
        return [each for examined in examine(given, folder) for each in examined.found]


def test_findings_name_part_rule_and_object(clones):
    places = {(each.part, each.rule, each.object) for each in found(clones, pods={"paths": ["pod.yaml"]})}
    assert ("pods", "SEC006", "Pod bert") in places


def test_input_that_is_refused_is_a_finding(clones):
    assert [each.rule for each in found(clones, pods={"paths": ["broken.yaml"]})] == [UNREADABLE]


def test_a_dashboard_is_checked_as_grafana_imports_it(clones):
    assert "MON303" not in {each.rule for each in found(clones, panels={"embedded": ["bert.json"]})}


def test_patterns_name_files_one_by_one(clones):
    given = project(clones).model_copy(update={"each": [Each(paths=["*.yaml"], besides=["broken*"])]})
    with checkout(given, clones) as folder:
        assert [examined.objects for examined in examine(given, folder)] == [1]


def test_other_peoples_code_is_left_out(clones):
    with checkout(project(clones), clones) as folder:
        assert not (folder / "vendor").exists()


def test_a_project_without_a_clone_is_absent(clones):
    given = project(clones).model_copy(update={"commit": "0" * 40})
    with pytest.raises(Absent, match="no clone with 000000000000"), checkout(given, clones):
        pass


def verdict(**fields):
    return Verdict(verdict="real", why="it is so, says the source", source="acme/fleet:pod.yaml", **fields)


def test_a_verdict_covers_what_its_patterns_fit(clones):
    [privileged] = [f for f in found(clones, pods={"paths": ["pod.yaml"]}) if f.rule == "SEC006"]
    assert verdict(rule="SEC006", parts=["po*"], objects=["Pod *"]).covers(privileged)
    assert not verdict(rule="SEC006", objects=["Deployment *"]).covers(privileged)


def test_a_verdict_without_a_finding_is_stale(clones):
    entries = [verdict(rule="SEC006"), verdict(rule="SEC007")]
    stale = Judged(findings=entries).stale(found(clones, pods={"paths": ["pod.yaml"]}))
    assert [entry.rule for entry in stale] == ["SEC007"]
