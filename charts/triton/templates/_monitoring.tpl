{{/* What Prometheus knows the service by. Every helper takes the root context unless it says otherwise. */}}

{{/* Labels of this service's own series: the inside of a selector. The job follows from the monitors' jobLabel. */}}
{{- define "triton.seriesSelector" -}}
{{- printf "namespace=%q,job=%q" (include "tritonfleet.namespace" .) (include "tritonfleet.fullname" .) -}}
{{- end -}}

{{/* Milliseconds of a duration in one unit: (string such as 15s). */}}
{{- define "triton.milliseconds" -}}
{{- mul (regexFind "^[0-9]+" . | int64) (get (dict "ms" 1 "s" 1000 "m" 60000) (regexFind "[a-z]+$" .)) -}}
{{- end -}}

{{/* One way to the metrics: the entry of a ServiceMonitor's or PodMonitor's list of endpoints. */}}
{{- define "triton.metricsEndpoint" -}}
- port: metrics
  path: /metrics
  interval: {{ .Values.monitoring.interval }}
  scrapeTimeout: {{ .Values.monitoring.scrapeTimeout }}
  {{- /* The target's namespace and pod win: a label of that name on a series becomes exported_…. */}}
  honorLabels: false
{{- end -}}
