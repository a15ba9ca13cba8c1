{{/* Combinations of monitoring, objectives and autoscaling that cannot work; as in _validate.tpl. */}}

{{- define "triton.validateMonitoring" -}}
{{- $monitoring := .Values.monitoring -}}
{{- $metrics := .Values.server.metrics -}}
{{- if and (ne $monitoring.monitor "none") (not $metrics.enabled) -}}
{{- fail (printf "monitoring.monitor: a %s needs server.metrics.enabled: true" $monitoring.monitor) -}}
{{- end -}}
{{- if gt (include "triton.milliseconds" $monitoring.scrapeTimeout | int64) (include "triton.milliseconds" $monitoring.interval | int64) -}}
{{- fail (printf "monitoring: scrapeTimeout (%s) is above interval (%s)" $monitoring.scrapeTimeout $monitoring.interval) -}}
{{- end -}}
{{- if and $monitoring.rules.enabled (not (and $metrics.enabled $metrics.counterLatencies)) -}}
{{- fail "monitoring.rules.enabled needs server.metrics.enabled and counterLatencies: true" -}}
{{- end -}}
{{- with .Values.slo.latency -}}
{{- if and (eq .source "histogram") (not (and $metrics.enabled $metrics.histogramLatencies)) -}}
{{- fail "slo.latency: source histogram needs server.metrics.histogramLatencies: true; source mean does not" -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "triton.validateAutoscaling" -}}
{{- $scaling := .Values.autoscaling -}}
{{- if ne $scaling.owner "none" -}}
{{- if kindIs "invalid" $scaling.max -}}
{{- fail (printf "autoscaling.max is needed, because owner is %s" $scaling.owner) -}}
{{- end -}}
{{- if gt (int64 $scaling.min) (int64 $scaling.max) -}}
{{- fail (printf "autoscaling: min (%d) is above max (%d)" (int64 $scaling.min) (int64 $scaling.max)) -}}
{{- end -}}
{{- $budget := .Values.podDisruptionBudget -}}
{{- if and $budget.enabled (kindIs "float64" $budget.minAvailable) -}}
{{- if ge (int64 $budget.minAvailable) (max 1 (int64 $scaling.min)) -}}
{{- fail (printf "podDisruptionBudget.minAvailable (%d): expected less than autoscaling.min (%d), or no node can be drained" (int64 $budget.minAvailable) (int64 $scaling.min)) -}}
{{- end -}}
{{- end -}}
{{- if eq $scaling.owner "keda" -}}
{{- include "triton.validateTriggers" . -}}
{{- include "triton.validateInterceptor" . -}}
{{- end -}}
{{- if eq $scaling.owner "hpa" -}}{{- include "triton.validateHpa" . -}}{{- end -}}
{{- end -}}
{{- end -}}

{{- define "triton.validateTriggers" -}}
{{- $keda := .Values.autoscaling.keda -}}
{{- $wakes := false -}}
{{- $readable := false -}}
{{- $count := 0 -}}
{{- range $name, $trigger := $keda.triggers -}}
{{- if not (kindIs "invalid" $trigger) -}}
{{- include "triton.validateTrigger" (list $ $name $trigger) -}}
{{- $count = add1 $count -}}
{{- if not (has $trigger.type (list "cpu" "memory")) -}}
{{- $readable = true -}}
{{- if not (or $trigger.signal (contains "nv_" ($trigger.query | default ""))) -}}{{- $wakes = true -}}{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- if not $count -}}
{{- fail "autoscaling.keda.triggers: expected at least one, because owner is keda" -}}
{{- end -}}
{{- if not (or $wakes (int64 .Values.autoscaling.min)) -}}
{{- fail "autoscaling.min is 0, but every trigger is measured on the service's own Pods: none is there to start the first one; add a query on a gateway or queue, or cron" -}}
{{- end -}}
{{- if and $keda.fallback (not $readable) -}}
{{- fail "autoscaling.keda.fallback: expected a trigger that is neither cpu nor memory" -}}
{{- end -}}
{{- end -}}

{{/* (list context name trigger) */}}
{{- define "triton.validateTrigger" -}}
{{- $root := index . 0 -}}
{{- $trigger := index . 2 -}}
{{- $where := printf "autoscaling.keda.triggers.%s" (index . 1) -}}
{{- $type := $trigger.type | default "prometheus" -}}
{{- if include "triton.targetKey" $type -}}
{{- if not (regexMatch "^[0-9]+(\\.[0-9]+)?$" ($trigger.target | default "" | toString)) -}}
{{- fail (printf "%s.target: expected a number as text, such as \"4\"" $where) -}}
{{- end -}}
{{- else if $trigger.target -}}
{{- fail (printf "%s.target: a trigger of type %s has its target in metadata" $where $type) -}}
{{- end -}}
{{- if eq $type "prometheus" -}}
{{- if eq (empty $trigger.signal) (empty $trigger.query) -}}
{{- fail (printf "%s: expected either signal or query" $where) -}}
{{- end -}}
{{- if not (or $root.Values.autoscaling.keda.prometheus.address (get ($trigger.metadata | default dict) "serverAddress")) -}}
{{- fail (printf "autoscaling.keda.prometheus.address is needed, because %s asks it" $where) -}}
{{- end -}}
{{- end -}}
{{- $metrics := $root.Values.server.metrics -}}
{{- if and $trigger.signal (not (and $metrics.enabled $metrics.counterLatencies)) -}}
{{- fail (printf "%s.signal needs server.metrics.enabled and counterLatencies: true" $where) -}}
{{- end -}}
{{- $percent := has $type (list "cpu" "memory") -}}
{{- with $trigger.metricType -}}
{{- if ne $percent (eq . "Utilization") -}}
{{- fail (printf "%s.metricType: %s is not for a trigger of type %s" $where . $type) -}}
{{- end -}}
{{- end -}}
{{- if $percent -}}{{- include "triton.validateRequested" (list $root $where $type) -}}{{- end -}}
{{- end -}}

{{- define "triton.validateHpa" -}}
{{- if not (int64 .Values.autoscaling.min) -}}
{{- fail "autoscaling.min: expected 1 or more, because owner is hpa: a HorizontalPodAutoscaler keeps one Pod" -}}
{{- end -}}
{{- $count := 0 -}}
{{- range $name, $metric := .Values.autoscaling.hpa.metrics -}}
{{- if not (kindIs "invalid" $metric) -}}
{{- $count = add1 $count -}}
{{- $where := printf "autoscaling.hpa.metrics.%s" $name -}}
{{- if eq (empty $metric.resource) (empty $metric.external) -}}
{{- fail (printf "%s: expected either resource or external" $where) -}}
{{- end -}}
{{- with $metric.resource -}}
{{- if .averageUtilization -}}{{- include "triton.validateRequested" (list $ $where .name) -}}{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- if not $count -}}
{{- fail "autoscaling.hpa.metrics: expected at least one, because owner is hpa" -}}
{{- end -}}
{{- end -}}

{{/* A share of a request needs the request, for which Kubernetes takes the limit: (list context path resource). */}}
{{- define "triton.validateRequested" -}}
{{- $resources := (index . 0).Values.resources -}}
{{- $resource := index . 2 -}}
{{- if not (or (get $resources.requests $resource) (get $resources.limits $resource)) -}}
{{- fail (printf "%s needs resources.requests.%s" (index . 1) $resource) -}}
{{- end -}}
{{- end -}}
