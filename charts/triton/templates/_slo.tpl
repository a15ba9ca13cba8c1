{{/*
What the rules of _rules.tpl say of this service. generators/tritonfleet/alerts/terms.py computes the same, and a test
compares. Every term is text; an empty one leaves out the rules that depend on it.
*/}}

{{/* All terms, in JSON. */}}
{{- define "triton.ruleTerms" -}}
{{- $start := .Values.probes.startup.budgetSeconds | int64 -}}
{{- $models := list -}}
{{- range $model, $load := .Values.server.loadModels -}}
{{- if $load -}}{{- $models = append $models $model -}}{{- end -}}
{{- end -}}
{{- if has "*" $models -}}{{- $models = list -}}{{- end -}}
{{- $owner := .Values.autoscaling.owner -}}
{{- $least := ternary .Values.replicas .Values.autoscaling.min (eq $owner "none") | default 0 | int64 -}}
{{- $own := dict
      "namespace" (include "tritonfleet.namespace" .)
      "job" (include "tritonfleet.fullname" .)
      "starting" (printf "%ds" (add $start 60))
      "late" (printf "%ds" (add $start 600))
      "models" (join "|" $models | replace "." "[.]")
      "models_count" (empty $models | ternary "" (len $models | toString))
      "kept" (gt $least 0 | ternary "true" "")
      "cached" (empty .Values.server.cache.size | ternary "" "true")
      "scaled" (has $owner (list "keda" "hpa") | ternary "true" "")
      "keda" (eq $owner "keda" | ternary "true" "")
      "fallback" (include "triton.fallback" .)
-}}
{{- merge $own (include "triton.sloTerms" .Values.slo | fromJson) | toJson -}}
{{- end -}}

{{/* What KEDA does while it cannot read the triggers. */}}
{{- define "triton.fallback" -}}
{{- with .Values.autoscaling.keda.fallback -}}
{{- printf "gets %d replicas as a fallback" (int64 .replicas) -}}
{{- else -}}
keeps the replicas it has
{{- end -}}
{{- end -}}

{{/* Terms of the objectives, in JSON: (values below slo). */}}
{{- define "triton.sloTerms" -}}
{{- $slo := . -}}
{{- $entry := include "triton.query.entry" $slo.models -}}
{{- $ensembles := include "triton.query.entry" $slo.ensembles -}}
{{- $latency := $slo.latency | default dict -}}
{{- $availability := $slo.availability | default dict -}}
{{- $source := $latency.source | default "" -}}
{{- $within := include "triton.exactMilliseconds" $latency.withinMilliseconds -}}
{{- $terms := dict
      "entry" (empty $entry | ternary "" (printf "model=~%q," $entry))
      "ensembles" $ensembles
      "once" (empty $ensembles | ternary "true" "")
      "window" $slo.window
      "within" $within
      "le" (include "triton.bucket" $within)
      "latency" (empty $latency | ternary "" "true")
      "latency_objective" ($latency.objective | default "")
      "histogram" (eq $source "histogram" | ternary "true" "")
      "mean" (eq $source "mean" | ternary "true" "")
      "availability" (empty $availability | ternary "" "true")
      "availability_once" (and (empty $availability | not) (empty $ensembles) | ternary "true" "")
      "availability_twice" (and $availability $ensembles | empty | ternary "" "true")
      "availability_objective" ($availability.objective | default "")
-}}
{{- $counted := eq $source "histogram" | ternary $latency dict -}}
{{- range $kind, $objective := dict "latency" $counted "availability" $availability -}}
{{- range $name, $row := include "triton.burnRates" $ | fromJson -}}
{{- $factor := empty $objective | ternary "" (include "triton.burnFactor" (list $row $slo.window ($objective.objective | default "0"))) -}}
{{- $_ := set $terms (printf "%s_%s" $kind $name) $factor -}}
{{- end -}}
{{- end -}}
{{- toJson $terms -}}
{{- end -}}

{{/* Milliseconds without an exponent: (number, or nil). */}}
{{- define "triton.exactMilliseconds" -}}
{{- if . -}}
{{- if eq (floor .) (float64 .) -}}{{- int64 . -}}{{- else -}}{{- float64 . -}}{{- end -}}
{{- end -}}
{{- end -}}

{{/* The matcher of a histogram's bucket, as Triton writes its bound (80) and as Prometheus 3 does (80.0): (milliseconds). */}}
{{- define "triton.bucket" -}}
{{- if contains "." . -}}
{{- printf "le=~%q" (replace "." "[.]" .) -}}
{{- else if . -}}
{{- printf "le=~%q" (printf "%s([.]0+)?" .) -}}
{{- end -}}
{{- end -}}

{{/* How many times as fast as it may a budget is spent when a row fires, or nothing: (list row window objective). */}}
{{- define "triton.burnFactor" -}}
{{- $row := index . 0 -}}
{{- $factor := divf (mulf $row.share (include "triton.hours" (index . 1) | float64)) $row.hours -}}
{{- if ge $factor 1.0 -}}
{{- $most := divf $row.outage (subf 1 (index . 2 | float64)) -}}
{{- round (lt $factor $most | ternary $factor $most) 3 -}}
{{- end -}}
{{- end -}}

{{/* The hours of a window in one unit: (string such as 30d). */}}
{{- define "triton.hours" -}}
{{- mul (regexFind "^[0-9]+" . | int64) (get (dict "h" 1 "d" 24 "w" 168) (regexFind "[a-z]+$" .)) -}}
{{- end -}}
