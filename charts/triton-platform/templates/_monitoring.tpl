{{/* Where rules and monitors lie. */}}
{{- define "platform.monitoringNamespace" -}}
{{- .Values.monitoring.namespace | default (include "tritonfleet.namespace" .) -}}
{{- end -}}

{{/* Milliseconds of a duration in one unit: (duration). */}}
{{- define "platform.milliseconds" -}}
{{- $factor := 1000 -}}
{{- if hasSuffix "ms" . -}}{{- $factor = 1 -}}{{- else if hasSuffix "m" . -}}{{- $factor = 60000 -}}{{- end -}}
{{- mul (regexFind "^[0-9]+" . | int64) $factor -}}
{{- end -}}

{{/*
How dcgm-exporter is scraped: (port monitor). With honorLabels the pod, namespace and container of a series are those
of the workload. The exporter's own must go first: series of a GPU that nobody uses would have them. Old and new
exporters are made alike: Hostname became hostname, and pod_uid comes only with some settings.
*/}}
{{- define "platform.dcgmEndpoint" -}}
port: {{ index . 0 | quote }}
path: /metrics
{{- with index . 1 }}
interval: {{ .interval }}
scrapeTimeout: {{ .scrapeTimeout }}
{{- end }}
honorLabels: true
relabelings:
  - action: labeldrop
    regex: container|namespace|pod
  - action: replace
    sourceLabels: [__meta_kubernetes_pod_node_name]
    targetLabel: node
  - action: replace
    replacement: dcgm-exporter
    targetLabel: job
metricRelabelings:
  - action: replace
    sourceLabels: [Hostname]
    regex: (.+)
    targetLabel: hostname
  - action: labeldrop
    regex: Hostname|pod_uid
{{- end -}}
