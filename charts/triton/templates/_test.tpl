{{/* The `helm test` Pod. */}}

{{/* Not the labels of the server: no Service, budget or policy of the server may select the test. */}}
{{- define "triton.testLabels" -}}
app.kubernetes.io/name: {{ printf "%s-test" (include "tritonfleet.name" . | trunc 58 | trimSuffix "-") | quote }}
app.kubernetes.io/instance: {{ include "tritonfleet.fullname" . | quote }}
{{- end -}}

{{- define "triton.testObjectLabels" -}}
{{- $own := dict "app.kubernetes.io/component" "test" "app.kubernetes.io/part-of" "tritonfleet"
      "app.kubernetes.io/managed-by" .Release.Service -}}
{{- toYaml (merge (include "triton.testLabels" . | fromYaml) $own .Values.commonLabels) -}}
{{- end -}}

{{/* Request of the inference protocol, in JSON; empty without a model. */}}
{{- define "triton.testRequest" -}}
{{- if .Values.test.model -}}
{{- $inputs := list -}}
{{- range $name, $tensor := .Values.test.inputs -}}
{{- $input := dict "name" $name "datatype" $tensor.datatype "shape" $tensor.shape -}}
{{- with $tensor.data -}}{{- $_ := set $input "data" . -}}{{- end -}}
{{- $inputs = append $inputs $input -}}
{{- end -}}
{{- dict "inputs" $inputs | toJson -}}
{{- end -}}
{{- end -}}

{{- define "triton.testScript" -}}
import json, math, os, sys, time
from urllib.error import HTTPError
from urllib.request import Request, urlopen

server, model, request = (os.environ[name] for name in ("SERVER", "MODEL", "REQUEST"))
budget = float(os.environ["TIMEOUT_SECONDS"])


def filled(tensor):
    zero = {"BYTES": "", "BOOL": False}.get(tensor["datatype"], 0)
    return {"data": [zero] * math.prod(tensor["shape"]), **tensor}


def call(path, body=None):
    headers = {"Content-Type": "application/json"}
    with urlopen(Request(server + path, body, headers), timeout=budget) as answer:
        return answer.read()


deadline = time.monotonic() + budget
while True:
    try:
        call("/v2/health/ready")
        break
    except OSError as error:
        if time.monotonic() > deadline:
            sys.exit(f"{server} is not ready after {budget:.0f} s: {error}")
        time.sleep(min(2, budget / 100))
print("ready")

if model:
    body = {"inputs": [filled(tensor) for tensor in json.loads(request)["inputs"]]}
    try:
        outputs = json.loads(call(f"/v2/models/{model}/infer", json.dumps(body).encode())).get("outputs")
    except HTTPError as error:
        sys.exit(f"{model} answered {error.code}: {error.read().decode(errors='replace')}")
    if not outputs:
        sys.exit(f"{model} answered without outputs")
    for output in outputs:
        print(model, output["name"], output["datatype"], output["shape"])
{{- end -}}
