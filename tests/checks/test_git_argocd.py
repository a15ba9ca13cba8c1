"""What Argo CD does with Applications, projects and annotations."""

from __future__ import annotations

import pytest
from gitops_examples import application, config_map, project
from gpu_examples import said, undecided

AUTOMATED = "syncPolicy: {automated: {selfHeal: true}%s}"
REPLICAS = "ignoreDifferences: [{group: apps, kind: Deployment, jsonPointers: [/spec/replicas]}]\n"


def test_a_field_that_only_people_sync_is_not_written_behind_their_backs():
    assert said("GIT006", application(REPLICAS + "syncPolicy: {}")) == []
    assert said("GIT006", application(REPLICAS + "syncPolicy: {automated: {enabled: false}}")) == []
    assert len(said("GIT006", application(REPLICAS + AUTOMATED % ""))) == 1


def test_a_field_that_git_does_not_hold_is_ignored_well_enough():
    webhook = "ignoreDifferences: [{group: admissionregistration.k8s.io, kind: MutatingWebhookConfiguration, "
    assert (
        said("GIT006", application(webhook + "jqPathExpressions: ['.webhooks[]?.clientConfig.caBundle']}]"))
        == []
    )


@pytest.mark.parametrize(
    "entry",
    [
        "{kind: Secret, jsonPointers: [/data/token]}",
        "{group: serving.knative.dev, kind: Service, jsonPointers: [/spec]}",
        "{group: '*', kind: '*', managedFieldsManagers: [kube-controller-manager]}",
        "{group: '*', kind: Deployment, jsonPointers: [/spec/replicas]}",
        "{group: keda.sh, kind: ScaledObject, jsonPointers: [/status]}",
        "{kind: Frobnicator, jsonPointers: [/spec]}",
        "{group: batch, kind: CronJob, jqPathExpressions: ['.spec.jobTemplate']}",
        "{group: batch, kind: CronJob, jqPathExpressions: ['del(.spec)']}",
    ],
)
def test_an_entry_that_can_match_is_fine(entry):
    assert said("GIT007", application(f"ignoreDifferences: [{entry}]")) == []


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("{group: extensions, kind: Deployment, jsonPointers: [/spec/replicas]}", "no Deployment in group"),
        ("{group: apps, kind: Deployment}", "names no field"),
        ("{group: apps, kind: Deployment, jsonPointers: [spec/replicas]}", "does not begin"),
        ("{group: apps, kind: Deployment, jqPathExpressions: [/spec/replicas]}", "does not begin"),
    ],
)
def test_an_entry_that_cannot_match_is_told(entry, expected):
    (message,) = said("GIT007", application(f"ignoreDifferences: [{entry}]"))
    assert expected in message


@pytest.mark.parametrize(
    "option", ["Prune=confirm", "Delete=false", "PrunePropagationPolicy=foreground", "Validate=false"]
)
def test_sync_options_with_other_values(option):
    assert said("GIT008", application(f"syncPolicy: {{syncOptions: [{option}]}}")) == []


def test_options_of_one_object_are_several_in_one_annotation():
    text = config_map("a", annotations="argocd.argoproj.io/sync-options: 'Force=true, Replace=ture'")
    assert said("GIT008", text) == ["`Replace=ture` is no value of Replace"]


def test_a_source_of_several_may_be_a_reference_only():
    sources = 'sources: [{repoURL: "git@example.com:fleet.git", ref: values}]'
    text = application(sources).replace("  source: {", "  x: {")
    assert said("GIT009", text) == []


def test_a_variable_of_the_build_environment_is_no_reference():
    source = (
        'repoURL: "git@example.com:fleet.git", path: c, helm: {valueFiles: [$ARGOCD_APP_NAME/values.yaml]}'
    )
    assert said("GIT011", application(source=source)) == []


@pytest.mark.parametrize(("revision", "findings"), [("main", 0), ("v1.2.3", 0), ("HEAD", 1), ('""', 1)])
def test_a_branch_is_a_revision(revision, findings):
    source = f'repoURL: "git@example.com:fleet.git", path: c, targetRevision: {revision}'
    assert len(said("GIT012", application(source=source))) == findings


@pytest.mark.parametrize(
    ("version", "findings"),
    [
        ("1.4.2", 0),
        ("1.4.2-hotfix.1", 0),
        ("v2.0.0-next", 0),
        ("1.x", 1),
        ("'>=1.4'", 1),
        ("^1.4.0", 1),
        ("1.2 - 1.4", 1),
    ],
)
def test_a_version_is_one_unless_several_fit(version, findings):
    source = f'repoURL: "https://charts.example.com", chart: triton, targetRevision: {version}'
    assert len(said("GIT012", application(source=source))) == findings


@pytest.mark.parametrize("duration", ["5s", "1m30s", "90", "1.5h"])
def test_durations_of_go(duration):
    retry = f'syncPolicy: {{retry: {{limit: 5, backoff: {{duration: "{duration}"}}}}}}'
    assert said("GIT013", application(retry)) == []


def test_one_wave_of_applications_waits_for_nothing():
    wave = 'argocd.argoproj.io/sync-wave: "1"'
    text = application(annotations=wave) + application(name="resnet", annotations=wave)
    assert (said("GIT015", text), undecided("GIT015", text)) == ([], [])


def test_the_health_check_may_be_in_a_configuration_that_is_not_here():
    text = "".join(
        application(name=name, annotations=f'argocd.argoproj.io/sync-wave: "{wave}"')
        for wave, name in enumerate(("operators", "bert"))
    )
    assert len(undecided("GIT015", text)) == 1


@pytest.mark.parametrize("text", ['"-5"', '"+1"', "3", '"0"'])
def test_waves_are_whole_numbers(text):
    assert said("GIT016", config_map("a", annotations=f"argocd.argoproj.io/sync-wave: {text}")) == []


@pytest.mark.parametrize(
    "hook", ["pre-install,pre-upgrade", "test", "Pre-Install", "test-success", "crd-install"]
)
def test_hooks_of_helm(hook):
    assert said("GIT018", config_map("a", annotations=f"helm.sh/hook: '{hook}'")) == []


def test_annotations_of_other_prefixes_are_free():
    annotations = (
        "link.argocd.argoproj.io/docs: x, notice.argocd.argoproj.io/content: y, argocd.argoproj.io/my-own: z"
    )
    assert said("GIT020", config_map("a", annotations=annotations)) == []


def test_what_is_applied_server_side_may_be_large():
    big = f"{{a: {'x' * 300_000}}}"
    text = config_map("a", annotations="argocd.argoproj.io/sync-options: ServerSideApply=true")
    assert said("K8S032", text.replace("{a: b}", big)) == []
    assert len(said("K8S032", config_map("a").replace("{a: b}", big))) == 1
    applied = application("syncPolicy: {syncOptions: [ServerSideApply=true]}")
    assert said("K8S032", applied + config_map("a").replace("{a: b}", big)) == []


def test_an_export_of_a_cluster_may_hold_what_the_cluster_wrote():
    exported = "".join(config_map(n).replace("{name: ", "{uid: 1, name: ") for n in ("a", "b"))
    assert said("GIT023", exported) == []
    assert len(said("GIT023", exported + config_map("c"))) == 2


@pytest.mark.parametrize(
    ("listed", "findings"),
    [
        ("clusterResourceWhitelist: [{group: '*', kind: '*'}]", 0),
        ("clusterResourceWhitelist: [{group: '', kind: Namespace}]", 0),
        ("clusterResourceWhitelist: [{group: rbac.authorization.k8s.io, kind: ClusterRole}]", 1),
        (
            "clusterResourceWhitelist: [{group: '*', kind: '*'}]\n"
            "clusterResourceBlacklist: [{group: '', kind: Namespace}]",
            1,
        ),
    ],
)
def test_a_project_permits_namespaces_by_listing_them(listed, findings):
    text = project(listed) + application("syncPolicy: {syncOptions: [CreateNamespace=true]}")
    assert len(said("GIT026", text)) == findings


def test_a_project_may_be_open_in_one_direction():
    text = project().replace('["git@example.com:fleet.git"]', '["*"]')
    assert said("GIT027", text) == []


@pytest.mark.parametrize(
    ("policy", "findings"),
    [
        ("p, proj:triton:ci, applications, sync, triton/*, allow", 0),
        ("p, proj:triton:ci, repositories, get, triton/*, deny", 0),
        ("p, proj:triton:admin, applications, sync, triton/*, allow", 1),
        ("p, proj:triton:ci, applications, sync, triton/*", 1),
        ("p, proj:triton:ci, applications, sync, triton/*, yes", 1),
    ],
)
def test_policies_of_a_role(policy, findings):
    assert len(said("GIT028", project(f'roles: [{{name: ci, policies: ["{policy}"]}}]'))) == findings


def test_applications_may_lie_where_the_project_says():
    text = project("sourceNamespaces: [team-*]") + application(namespace="team-ml")
    assert said("GIT030", text) == []


def test_keys_that_are_no_text_do_not_matter():
    source = 'repoURL: "git@example.com:fleet.git", path: c, 1: 2'
    assert said("GIT004", application(source=source)) == []


def test_a_project_that_is_nearly_named_right_is_recognised():
    text = project() + application().replace("project: triton", "project: trition")
    assert said("GIT002", text) == ["there is no AppProject `trition`"]


def test_a_project_of_another_repository_may_exist():
    assert (said("GIT002", application()), len(undecided("GIT002", application()))) == ([], 1)
