{{/* The autoscaler. Every helper takes the root context unless it says otherwise. */}}

{{/* Name of the ScaledObject. KEDA calls its HPA keda-hpa-<name>, which must fit 63 characters. */}}
{{- define "triton.scaledObjectName" -}}
{{- $full := include "tritonfleet.fullname" . -}}
{{- gt (len $full) 54 | ternary (printf "%s-%s" (trunc 45 $full | trimSuffix "-") (sha256sum $full | trunc 8)) $full -}}
{{- end -}}

{{/*
Speed in both directions. Fewer Pods are waited for as long as a new one may take to start, within what Kubernetes
allows: a Pod that goes too early is missed for all of that time.
*/}}
{{- define "triton.scalingBehavior" -}}
{{- $behavior := dict -}}
{{- range $key := list "scaleUp" "scaleDown" -}}
{{- $direction := get $.Values.autoscaling.behavior $key -}}
{{- $speed := dict -}}
{{- if eq $key "scaleDown" -}}
{{- $_ := set $speed "stabilizationWindowSeconds" (int64 $.Values.probes.startup.budgetSeconds | max 300 | min 3600) -}}
{{- end -}}
{{- if not (kindIs "invalid" $direction.stabilizationWindowSeconds) -}}
{{- $_ := set $speed "stabilizationWindowSeconds" (int64 $direction.stabilizationWindowSeconds) -}}
{{- end -}}
{{- with $direction.selectPolicy -}}{{- $_ := set $speed "selectPolicy" . -}}{{- end -}}
{{- $policies := list -}}
{{- range $direction.policies -}}
{{- if not (kindIs "invalid" .) -}}
{{- $policies = append $policies (dict "type" .type "value" (int64 .value) "periodSeconds" (int64 .periodSeconds)) -}}
{{- end -}}
{{- end -}}
{{- with $policies -}}{{- $_ := set $speed "policies" . -}}{{- end -}}
{{- with $speed -}}{{- $_ := set $behavior $key . -}}{{- end -}}
{{- end -}}
{{- toYaml $behavior -}}
{{- end -}}

{{/* One trigger of the ScaledObject: (list context name trigger). */}}
{{- define "triton.trigger" -}}
{{- $root := index . 0 -}}
{{- $trigger := index . 2 -}}
{{- $type := $trigger.type | default "prometheus" -}}
{{- $server := $root.Values.autoscaling.keda.prometheus -}}
{{- $metadata := dict -}}
{{- $authentication := $trigger.authentication -}}
{{- with $trigger.target -}}{{- $_ := set $metadata (include "triton.targetKey" $type) . -}}{{- end -}}
{{- if eq $type "prometheus" -}}
{{- with $trigger.signal -}}{{- $_ := set $metadata "query" (include "triton.signalQuery" (list $root $trigger)) -}}{{- end -}}
{{- with $trigger.query -}}{{- $_ := set $metadata "query" . -}}{{- end -}}
{{- /* An empty answer is an error, for which there is the fallback: KEDA would take it for 0 and remove Pods. */ -}}
{{- $_ := set $metadata "ignoreNullValues" "false" -}}
{{- with $server.address -}}{{- $_ := set $metadata "serverAddress" . -}}{{- end -}}
{{- with $trigger.activation -}}{{- $_ := set $metadata "activationThreshold" . -}}{{- end -}}
{{- $authentication = $authentication | default $server.authentication -}}
{{- end -}}
{{- if eq $type "external-push" -}}
{{- with include "triton.interceptor" $root | fromJson -}}
{{- $_ := set $metadata "scalerAddress" (printf "keda-add-ons-http-external-scaler.%s:9090" .namespace) -}}
{{- $_ := set $metadata "interceptorRoute" (include "tritonfleet.fullname" $root) -}}
{{- end -}}
{{- end -}}
- type: {{ $type }}
  name: {{ index . 1 | quote }}
  metricType: {{ include "triton.metricType" $trigger }}
  metadata:
    {{- merge (dict) ($trigger.metadata | default dict) $metadata | toYaml | nindent 4 }}
  {{- with $authentication }}
  authenticationRef:
    name: {{ .name | quote }}
    kind: {{ .kind | default "TriggerAuthentication" }}
  {{- end }}
{{- end -}}

{{/* Where a trigger keeps its target: (type of the trigger). */}}
{{- define "triton.targetKey" -}}
{{- get (dict "prometheus" "threshold" "cpu" "value" "memory" "value" "cron" "desiredReplicas") . -}}
{{- end -}}

{{/* A mean is compared as it is, a total shared among the Pods: (trigger). */}}
{{- define "triton.metricType" -}}
{{- $fitting := "AverageValue" -}}
{{- if has .type (list "cpu" "memory") -}}{{- $fitting = "Utilization" -}}{{- end -}}
{{- if has .signal (list "queue-mean" "queue-share") -}}{{- $fitting = "Value" -}}{{- end -}}
{{- .metricType | default $fitting -}}
{{- end -}}

{{/* Names of the triggers that are measured on this service's own series. */}}
{{- define "triton.signals" -}}
{{- $names := list -}}
{{- range $name, $trigger := .Values.autoscaling.keda.triggers -}}
{{- with $trigger -}}
{{- if .signal -}}{{- $names = append $names $name -}}{{- end -}}
{{- end -}}
{{- end -}}
{{- join "," $names -}}
{{- end -}}

{{/* The query of a signal, of this service: (list context trigger). */}}
{{- define "triton.signalQuery" -}}
{{- $root := index . 0 -}}
{{- $trigger := index . 1 -}}
{{- dict
      "selector" (include "triton.seriesSelector" $root)
      "entry" (include "triton.query.entry" $root.Values.slo.models)
      "window" ($trigger.window | default "2m")
    | include (printf "triton.query.%s" $trigger.signal) -}}
{{- end -}}

{{/* One metric of the HorizontalPodAutoscaler: (metric). */}}
{{- define "triton.hpaMetric" -}}
{{- with .resource -}}
- type: Resource
  resource:
    name: {{ .name }}
    target:
      {{- if kindIs "invalid" .averageUtilization }}
      type: AverageValue
      averageValue: {{ .averageValue | quote }}
      {{- else }}
      type: Utilization
      averageUtilization: {{ .averageUtilization | int64 }}
      {{- end }}
{{- end -}}
{{- with .external -}}
- type: External
  external:
    metric:
      name: {{ .metric | quote }}
      {{- with .matchLabels }}
      selector:
        matchLabels:
          {{- toYaml . | nindent 10 }}
      {{- end }}
    target:
      type: {{ .metricType }}
      {{ eq .metricType "Value" | ternary "value" "averageValue" }}: {{ .target | quote }}
{{- end -}}
{{- end -}}
