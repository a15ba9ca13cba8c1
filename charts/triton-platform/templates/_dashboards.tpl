{{/* A dashboard as compact JSON: (list root path). Compact, since a ConfigMap holds 1 MiB at most. */}}
{{- define "platform.dashboard" -}}
{{- $path := index . 1 -}}
{{- $dashboard := (index . 0).Files.Get $path | fromJson -}}
{{- if not (hasKey $dashboard "panels") -}}
{{- fail (printf "%s: is no dashboard" $path) -}}
{{- end -}}
{{- $json := toRawJson $dashboard -}}
{{- if gt (len $json) 1000000 -}}
{{- fail (printf "%s: has %d bytes, and a ConfigMap holds 1 MiB at most" $path (len $json)) -}}
{{- end -}}
{{- $json -}}
{{- end -}}

{{/* Metadata of a dashboard: (list root name labels annotations). */}}
{{- define "platform.dashboardMetadata" -}}
{{- $root := index . 0 -}}
{{- $values := $root.Values.dashboards -}}
name: {{ index . 1 | quote }}
namespace: {{ $values.namespace | default (include "tritonfleet.namespace" $root) | quote }}
labels:
  {{- include "tritonfleet.labels" (list $root "dashboards" (index . 2)) | nindent 2 }}
{{- with merge dict (index . 3) $values.annotations }}
annotations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}
