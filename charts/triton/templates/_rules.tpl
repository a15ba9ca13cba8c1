{{/* Generated from generators/tritonfleet/alerts (`python -m tritonfleet.charts write`): the groups of a
     PrometheusRule. What is not the same for all comes from triton.ruleTerms. */}}

{{/* The rows of catalog/slo.yaml, in JSON: share of the budget, hours of the long window, share of an outage. */}}
{{- define "triton.burnRates" -}}
{"page_quick": {"share": 0.02, "hours": 1.0, "outage": 0.9}, "page_slow": {"share": 0.05, "hours": 6.0, "outage": 0.9}, "ticket_quick": {"share": 0.1, "hours": 24.0, "outage": 0.9}, "ticket_slow": {"share": 0.1, "hours": 72.0, "outage": 0.9}}
{{- end -}}

{{- define "triton.rules" -}}
{{- $terms := include "triton.ruleTerms" . | fromJson -}}
{{- $rules := .Values.monitoring.rules -}}
{{- $without := $rules.without | default dict -}}
- name: triton-recording
  rules:
    - record: namespace_job:triton_latency_milliseconds:mean5m
      expr: |-
        sum by (namespace, job) (rate(nv_inference_request_duration_us{ {{- $terms.entry }}namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[5m])) / (sum by (namespace, job) (rate(nv_inference_request_success{ {{- $terms.entry }}namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[5m])) > 0) / 1000
    - record: namespace_job:triton_queue_milliseconds:mean5m
      expr: |-
        sum by (namespace, job) (rate(nv_inference_queue_duration_us{namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[5m])) / (sum by (namespace, job) (rate(nv_inference_request_success{ {{- $terms.entry }}namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[5m])) > 0) / 1000
    - record: namespace_job_model:triton_requests:rate5m
      expr: |-
        sum by (namespace, job, model) (rate(nv_inference_request_success{namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[5m])) + (sum by (namespace, job, model) (rate(nv_inference_request_failure{namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[5m])) or 0 * sum by (namespace, job, model) (rate(nv_inference_request_success{namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[5m])))
{{- if $terms.once }}
    - record: namespace_job_model:triton_failures:ratio_rate5m
      expr: |-
        (sum by (namespace, job, model) (rate(nv_inference_request_failure{reason!="CANCELED",namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[5m])) or 0 * sum by (namespace, job, model) (rate(nv_inference_request_success{namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[5m]))) / ((sum by (namespace, job, model) (rate(nv_inference_request_success{namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[5m])) + (sum by (namespace, job, model) (rate(nv_inference_request_failure{reason!="CANCELED",namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[5m])) or 0 * sum by (namespace, job, model) (rate(nv_inference_request_success{namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[5m])))) > 0)
{{- end }}
{{- if $terms.ensembles }}
    - record: namespace_job_model:triton_failures:ratio_rate5m
      expr: |-
        ((sum by (namespace, job, model) (rate(nv_inference_request_failure{reason!="CANCELED",model!~"{{ $terms.ensembles }}",namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[5m])) or 0 * sum by (namespace, job, model) (rate(nv_inference_request_success{namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[5m]))) + (sum by (namespace, job, model) (rate(nv_inference_request_failure{reason!="CANCELED",model=~"{{ $terms.ensembles }}",namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[5m])) or 0 * sum by (namespace, job, model) (rate(nv_inference_request_success{namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[5m]))) / 2) / ((sum by (namespace, job, model) (rate(nv_inference_request_success{namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[5m])) + ((sum by (namespace, job, model) (rate(nv_inference_request_failure{reason!="CANCELED",model!~"{{ $terms.ensembles }}",namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[5m])) or 0 * sum by (namespace, job, model) (rate(nv_inference_request_success{namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[5m]))) + (sum by (namespace, job, model) (rate(nv_inference_request_failure{reason!="CANCELED",model=~"{{ $terms.ensembles }}",namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[5m])) or 0 * sum by (namespace, job, model) (rate(nv_inference_request_success{namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[5m]))) / 2)) > 0)
{{- end }}
    - record: namespace_job_model:triton_latency_milliseconds:mean5m
      expr: |-
        sum by (namespace, job, model) (rate(nv_inference_request_duration_us{namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[5m])) / (sum by (namespace, job, model) (rate(nv_inference_request_success{namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[5m])) > 0) / 1000
{{- if or $terms.histogram $terms.availability_once $terms.availability_twice $terms.availability }}
- name: triton-slo-recording
  interval: 30s
  rules:
{{- if $terms.histogram }}
    - record: namespace_job:triton_slo_requests:rate5m
      expr: |-
        sum by (namespace, job) (rate(nv_inference_first_response_histogram_ms_count{ {{- $terms.entry }}namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[5m]))
      labels:
        slo: "latency"
{{- end }}
{{- if $terms.histogram }}
    - record: namespace_job:triton_slo_errors:rate5m
      expr: |-
        sum by (namespace, job) (rate(nv_inference_first_response_histogram_ms_count{ {{- $terms.entry }}namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[5m])) - sum by (namespace, job) (rate(nv_inference_first_response_histogram_ms_bucket{ {{- $terms.le }},{{ $terms.entry }}namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[5m]))
      labels:
        slo: "latency"
{{- end }}
{{- if $terms.histogram }}
    - record: namespace_job:triton_slo_errors:ratio_rate5m
      expr: |-
        1 - (sum by (namespace, job) (rate(nv_inference_first_response_histogram_ms_bucket{ {{- $terms.le }},{{ $terms.entry }}namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[5m])) / (sum by (namespace, job) (rate(nv_inference_first_response_histogram_ms_count{ {{- $terms.entry }}namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[5m])) > 0))
      labels:
        slo: "latency"
{{- end }}
{{- if $terms.histogram }}
    - record: namespace_job:triton_slo_errors:ratio_rate30m
      expr: |-
        1 - (sum by (namespace, job) (rate(nv_inference_first_response_histogram_ms_bucket{ {{- $terms.le }},{{ $terms.entry }}namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[30m])) / (sum by (namespace, job) (rate(nv_inference_first_response_histogram_ms_count{ {{- $terms.entry }}namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[30m])) > 0))
      labels:
        slo: "latency"
{{- end }}
{{- if $terms.histogram }}
    - record: namespace_job:triton_slo_errors:ratio_rate1h
      expr: |-
        1 - (sum by (namespace, job) (rate(nv_inference_first_response_histogram_ms_bucket{ {{- $terms.le }},{{ $terms.entry }}namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[1h])) / (sum by (namespace, job) (rate(nv_inference_first_response_histogram_ms_count{ {{- $terms.entry }}namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[1h])) > 0))
      labels:
        slo: "latency"
{{- end }}
{{- if $terms.histogram }}
    - record: namespace_job:triton_slo_errors:ratio_rate2h
      expr: |-
        1 - (sum by (namespace, job) (rate(nv_inference_first_response_histogram_ms_bucket{ {{- $terms.le }},{{ $terms.entry }}namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[2h])) / (sum by (namespace, job) (rate(nv_inference_first_response_histogram_ms_count{ {{- $terms.entry }}namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[2h])) > 0))
      labels:
        slo: "latency"
{{- end }}
{{- if $terms.histogram }}
    - record: namespace_job:triton_slo_errors:ratio_rate6h
      expr: |-
        sum_over_time(namespace_job:triton_slo_errors:rate5m{namespace="{{ $terms.namespace }}",job="{{ $terms.job }}",slo="latency"}[6h]) / (sum_over_time(namespace_job:triton_slo_requests:rate5m{namespace="{{ $terms.namespace }}",job="{{ $terms.job }}",slo="latency"}[6h]) > 0)
      labels:
        slo: "latency"
{{- end }}
{{- if $terms.histogram }}
    - record: namespace_job:triton_slo_errors:ratio_rate1d
      expr: |-
        sum_over_time(namespace_job:triton_slo_errors:rate5m{namespace="{{ $terms.namespace }}",job="{{ $terms.job }}",slo="latency"}[1d]) / (sum_over_time(namespace_job:triton_slo_requests:rate5m{namespace="{{ $terms.namespace }}",job="{{ $terms.job }}",slo="latency"}[1d]) > 0)
      labels:
        slo: "latency"
{{- end }}
{{- if $terms.histogram }}
    - record: namespace_job:triton_slo_errors:ratio_rate3d
      expr: |-
        sum_over_time(namespace_job:triton_slo_errors:rate5m{namespace="{{ $terms.namespace }}",job="{{ $terms.job }}",slo="latency"}[3d]) / (sum_over_time(namespace_job:triton_slo_requests:rate5m{namespace="{{ $terms.namespace }}",job="{{ $terms.job }}",slo="latency"}[3d]) > 0)
      labels:
        slo: "latency"
{{- end }}
{{- if $terms.availability_once }}
    - record: namespace_job:triton_slo_requests:rate5m
      expr: |-
        sum by (namespace, job) (rate(nv_inference_request_success{ {{- $terms.entry }}namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[5m])) + (sum by (namespace, job) (rate(nv_inference_request_failure{reason!="CANCELED",{{ $terms.entry }}namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[5m])) or 0 * sum by (namespace, job) (rate(nv_inference_request_success{ {{- $terms.entry }}namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[5m])))
      labels:
        slo: "availability"
{{- end }}
{{- if $terms.availability_once }}
    - record: namespace_job:triton_slo_errors:rate5m
      expr: |-
        (sum by (namespace, job) (rate(nv_inference_request_failure{reason!="CANCELED",{{ $terms.entry }}namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[5m])) or 0 * sum by (namespace, job) (rate(nv_inference_request_success{ {{- $terms.entry }}namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[5m])))
      labels:
        slo: "availability"
{{- end }}
{{- if $terms.availability_once }}
    - record: namespace_job:triton_slo_errors:ratio_rate5m
      expr: |-
        (sum by (namespace, job) (rate(nv_inference_request_failure{reason!="CANCELED",{{ $terms.entry }}namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[5m])) or 0 * sum by (namespace, job) (rate(nv_inference_request_success{ {{- $terms.entry }}namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[5m]))) / ((sum by (namespace, job) (rate(nv_inference_request_success{ {{- $terms.entry }}namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[5m])) + (sum by (namespace, job) (rate(nv_inference_request_failure{reason!="CANCELED",{{ $terms.entry }}namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[5m])) or 0 * sum by (namespace, job) (rate(nv_inference_request_success{ {{- $terms.entry }}namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[5m])))) > 0)
      labels:
        slo: "availability"
{{- end }}
{{- if $terms.availability_once }}
    - record: namespace_job:triton_slo_errors:ratio_rate30m
      expr: |-
        (sum by (namespace, job) (rate(nv_inference_request_failure{reason!="CANCELED",{{ $terms.entry }}namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[30m])) or 0 * sum by (namespace, job) (rate(nv_inference_request_success{ {{- $terms.entry }}namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[30m]))) / ((sum by (namespace, job) (rate(nv_inference_request_success{ {{- $terms.entry }}namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[30m])) + (sum by (namespace, job) (rate(nv_inference_request_failure{reason!="CANCELED",{{ $terms.entry }}namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[30m])) or 0 * sum by (namespace, job) (rate(nv_inference_request_success{ {{- $terms.entry }}namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[30m])))) > 0)
      labels:
        slo: "availability"
{{- end }}
{{- if $terms.availability_once }}
    - record: namespace_job:triton_slo_errors:ratio_rate1h
      expr: |-
        (sum by (namespace, job) (rate(nv_inference_request_failure{reason!="CANCELED",{{ $terms.entry }}namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[1h])) or 0 * sum by (namespace, job) (rate(nv_inference_request_success{ {{- $terms.entry }}namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[1h]))) / ((sum by (namespace, job) (rate(nv_inference_request_success{ {{- $terms.entry }}namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[1h])) + (sum by (namespace, job) (rate(nv_inference_request_failure{reason!="CANCELED",{{ $terms.entry }}namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[1h])) or 0 * sum by (namespace, job) (rate(nv_inference_request_success{ {{- $terms.entry }}namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[1h])))) > 0)
      labels:
        slo: "availability"
{{- end }}
{{- if $terms.availability_once }}
    - record: namespace_job:triton_slo_errors:ratio_rate2h
      expr: |-
        (sum by (namespace, job) (rate(nv_inference_request_failure{reason!="CANCELED",{{ $terms.entry }}namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[2h])) or 0 * sum by (namespace, job) (rate(nv_inference_request_success{ {{- $terms.entry }}namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[2h]))) / ((sum by (namespace, job) (rate(nv_inference_request_success{ {{- $terms.entry }}namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[2h])) + (sum by (namespace, job) (rate(nv_inference_request_failure{reason!="CANCELED",{{ $terms.entry }}namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[2h])) or 0 * sum by (namespace, job) (rate(nv_inference_request_success{ {{- $terms.entry }}namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[2h])))) > 0)
      labels:
        slo: "availability"
{{- end }}
{{- if $terms.availability_twice }}
    - record: namespace_job:triton_slo_requests:rate5m
      expr: |-
        sum by (namespace, job) (rate(nv_inference_request_success{ {{- $terms.entry }}namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[5m])) + ((sum by (namespace, job) (rate(nv_inference_request_failure{reason!="CANCELED",model!~"{{ $terms.ensembles }}",{{ $terms.entry }}namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[5m])) or 0 * sum by (namespace, job) (rate(nv_inference_request_success{ {{- $terms.entry }}namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[5m]))) + (sum by (namespace, job) (rate(nv_inference_request_failure{reason!="CANCELED",model=~"{{ $terms.ensembles }}",{{ $terms.entry }}namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[5m])) or 0 * sum by (namespace, job) (rate(nv_inference_request_success{ {{- $terms.entry }}namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[5m]))) / 2)
      labels:
        slo: "availability"
{{- end }}
{{- if $terms.availability_twice }}
    - record: namespace_job:triton_slo_errors:rate5m
      expr: |-
        ((sum by (namespace, job) (rate(nv_inference_request_failure{reason!="CANCELED",model!~"{{ $terms.ensembles }}",{{ $terms.entry }}namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[5m])) or 0 * sum by (namespace, job) (rate(nv_inference_request_success{ {{- $terms.entry }}namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[5m]))) + (sum by (namespace, job) (rate(nv_inference_request_failure{reason!="CANCELED",model=~"{{ $terms.ensembles }}",{{ $terms.entry }}namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[5m])) or 0 * sum by (namespace, job) (rate(nv_inference_request_success{ {{- $terms.entry }}namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[5m]))) / 2)
      labels:
        slo: "availability"
{{- end }}
{{- if $terms.availability_twice }}
    - record: namespace_job:triton_slo_errors:ratio_rate5m
      expr: |-
        ((sum by (namespace, job) (rate(nv_inference_request_failure{reason!="CANCELED",model!~"{{ $terms.ensembles }}",{{ $terms.entry }}namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[5m])) or 0 * sum by (namespace, job) (rate(nv_inference_request_success{ {{- $terms.entry }}namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[5m]))) + (sum by (namespace, job) (rate(nv_inference_request_failure{reason!="CANCELED",model=~"{{ $terms.ensembles }}",{{ $terms.entry }}namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[5m])) or 0 * sum by (namespace, job) (rate(nv_inference_request_success{ {{- $terms.entry }}namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[5m]))) / 2) / ((sum by (namespace, job) (rate(nv_inference_request_success{ {{- $terms.entry }}namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[5m])) + ((sum by (namespace, job) (rate(nv_inference_request_failure{reason!="CANCELED",model!~"{{ $terms.ensembles }}",{{ $terms.entry }}namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[5m])) or 0 * sum by (namespace, job) (rate(nv_inference_request_success{ {{- $terms.entry }}namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[5m]))) + (sum by (namespace, job) (rate(nv_inference_request_failure{reason!="CANCELED",model=~"{{ $terms.ensembles }}",{{ $terms.entry }}namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[5m])) or 0 * sum by (namespace, job) (rate(nv_inference_request_success{ {{- $terms.entry }}namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[5m]))) / 2)) > 0)
      labels:
        slo: "availability"
{{- end }}
{{- if $terms.availability_twice }}
    - record: namespace_job:triton_slo_errors:ratio_rate30m
      expr: |-
        ((sum by (namespace, job) (rate(nv_inference_request_failure{reason!="CANCELED",model!~"{{ $terms.ensembles }}",{{ $terms.entry }}namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[30m])) or 0 * sum by (namespace, job) (rate(nv_inference_request_success{ {{- $terms.entry }}namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[30m]))) + (sum by (namespace, job) (rate(nv_inference_request_failure{reason!="CANCELED",model=~"{{ $terms.ensembles }}",{{ $terms.entry }}namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[30m])) or 0 * sum by (namespace, job) (rate(nv_inference_request_success{ {{- $terms.entry }}namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[30m]))) / 2) / ((sum by (namespace, job) (rate(nv_inference_request_success{ {{- $terms.entry }}namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[30m])) + ((sum by (namespace, job) (rate(nv_inference_request_failure{reason!="CANCELED",model!~"{{ $terms.ensembles }}",{{ $terms.entry }}namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[30m])) or 0 * sum by (namespace, job) (rate(nv_inference_request_success{ {{- $terms.entry }}namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[30m]))) + (sum by (namespace, job) (rate(nv_inference_request_failure{reason!="CANCELED",model=~"{{ $terms.ensembles }}",{{ $terms.entry }}namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[30m])) or 0 * sum by (namespace, job) (rate(nv_inference_request_success{ {{- $terms.entry }}namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[30m]))) / 2)) > 0)
      labels:
        slo: "availability"
{{- end }}
{{- if $terms.availability_twice }}
    - record: namespace_job:triton_slo_errors:ratio_rate1h
      expr: |-
        ((sum by (namespace, job) (rate(nv_inference_request_failure{reason!="CANCELED",model!~"{{ $terms.ensembles }}",{{ $terms.entry }}namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[1h])) or 0 * sum by (namespace, job) (rate(nv_inference_request_success{ {{- $terms.entry }}namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[1h]))) + (sum by (namespace, job) (rate(nv_inference_request_failure{reason!="CANCELED",model=~"{{ $terms.ensembles }}",{{ $terms.entry }}namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[1h])) or 0 * sum by (namespace, job) (rate(nv_inference_request_success{ {{- $terms.entry }}namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[1h]))) / 2) / ((sum by (namespace, job) (rate(nv_inference_request_success{ {{- $terms.entry }}namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[1h])) + ((sum by (namespace, job) (rate(nv_inference_request_failure{reason!="CANCELED",model!~"{{ $terms.ensembles }}",{{ $terms.entry }}namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[1h])) or 0 * sum by (namespace, job) (rate(nv_inference_request_success{ {{- $terms.entry }}namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[1h]))) + (sum by (namespace, job) (rate(nv_inference_request_failure{reason!="CANCELED",model=~"{{ $terms.ensembles }}",{{ $terms.entry }}namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[1h])) or 0 * sum by (namespace, job) (rate(nv_inference_request_success{ {{- $terms.entry }}namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[1h]))) / 2)) > 0)
      labels:
        slo: "availability"
{{- end }}
{{- if $terms.availability_twice }}
    - record: namespace_job:triton_slo_errors:ratio_rate2h
      expr: |-
        ((sum by (namespace, job) (rate(nv_inference_request_failure{reason!="CANCELED",model!~"{{ $terms.ensembles }}",{{ $terms.entry }}namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[2h])) or 0 * sum by (namespace, job) (rate(nv_inference_request_success{ {{- $terms.entry }}namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[2h]))) + (sum by (namespace, job) (rate(nv_inference_request_failure{reason!="CANCELED",model=~"{{ $terms.ensembles }}",{{ $terms.entry }}namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[2h])) or 0 * sum by (namespace, job) (rate(nv_inference_request_success{ {{- $terms.entry }}namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[2h]))) / 2) / ((sum by (namespace, job) (rate(nv_inference_request_success{ {{- $terms.entry }}namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[2h])) + ((sum by (namespace, job) (rate(nv_inference_request_failure{reason!="CANCELED",model!~"{{ $terms.ensembles }}",{{ $terms.entry }}namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[2h])) or 0 * sum by (namespace, job) (rate(nv_inference_request_success{ {{- $terms.entry }}namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[2h]))) + (sum by (namespace, job) (rate(nv_inference_request_failure{reason!="CANCELED",model=~"{{ $terms.ensembles }}",{{ $terms.entry }}namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[2h])) or 0 * sum by (namespace, job) (rate(nv_inference_request_success{ {{- $terms.entry }}namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[2h]))) / 2)) > 0)
      labels:
        slo: "availability"
{{- end }}
{{- if $terms.availability }}
    - record: namespace_job:triton_slo_errors:ratio_rate6h
      expr: |-
        sum_over_time(namespace_job:triton_slo_errors:rate5m{namespace="{{ $terms.namespace }}",job="{{ $terms.job }}",slo="availability"}[6h]) / (sum_over_time(namespace_job:triton_slo_requests:rate5m{namespace="{{ $terms.namespace }}",job="{{ $terms.job }}",slo="availability"}[6h]) > 0)
      labels:
        slo: "availability"
{{- end }}
{{- if $terms.availability }}
    - record: namespace_job:triton_slo_errors:ratio_rate1d
      expr: |-
        sum_over_time(namespace_job:triton_slo_errors:rate5m{namespace="{{ $terms.namespace }}",job="{{ $terms.job }}",slo="availability"}[1d]) / (sum_over_time(namespace_job:triton_slo_requests:rate5m{namespace="{{ $terms.namespace }}",job="{{ $terms.job }}",slo="availability"}[1d]) > 0)
      labels:
        slo: "availability"
{{- end }}
{{- if $terms.availability }}
    - record: namespace_job:triton_slo_errors:ratio_rate3d
      expr: |-
        sum_over_time(namespace_job:triton_slo_errors:rate5m{namespace="{{ $terms.namespace }}",job="{{ $terms.job }}",slo="availability"}[3d]) / (sum_over_time(namespace_job:triton_slo_requests:rate5m{namespace="{{ $terms.namespace }}",job="{{ $terms.job }}",slo="availability"}[3d]) > 0)
      labels:
        slo: "availability"
{{- end }}
{{- end }}
{{- if or $terms.latency $terms.availability $terms.histogram }}
- name: triton-slo-budget
  interval: 5m
  rules:
{{- if $terms.latency }}
    - record: namespace_job:triton_slo_objective:ratio
      expr: |-
        vector({{ $terms.latency_objective }})
      labels:
        namespace: "{{ $terms.namespace }}"
        job: "{{ $terms.job }}"
        slo: "latency"
{{- end }}
{{- if $terms.latency }}
    - record: namespace_job:triton_slo_latency_within:milliseconds
      expr: |-
        vector({{ $terms.within }})
      labels:
        namespace: "{{ $terms.namespace }}"
        job: "{{ $terms.job }}"
        slo: "latency"
{{- end }}
{{- if $terms.availability }}
    - record: namespace_job:triton_slo_objective:ratio
      expr: |-
        vector({{ $terms.availability_objective }})
      labels:
        namespace: "{{ $terms.namespace }}"
        job: "{{ $terms.job }}"
        slo: "availability"
{{- end }}
{{- if $terms.histogram }}
    - record: namespace_job:triton_slo_budget_left:ratio
      expr: |-
        1 - (sum_over_time(namespace_job:triton_slo_errors:rate5m{namespace="{{ $terms.namespace }}",job="{{ $terms.job }}",slo="latency"}[{{ $terms.window }}]) / (sum_over_time(namespace_job:triton_slo_requests:rate5m{namespace="{{ $terms.namespace }}",job="{{ $terms.job }}",slo="latency"}[{{ $terms.window }}]) > 0)) / (1 - {{ $terms.latency_objective }})
      labels:
        slo: "latency"
{{- end }}
{{- if $terms.availability }}
    - record: namespace_job:triton_slo_budget_left:ratio
      expr: |-
        1 - (sum_over_time(namespace_job:triton_slo_errors:rate5m{namespace="{{ $terms.namespace }}",job="{{ $terms.job }}",slo="availability"}[{{ $terms.window }}]) / (sum_over_time(namespace_job:triton_slo_requests:rate5m{namespace="{{ $terms.namespace }}",job="{{ $terms.job }}",slo="availability"}[{{ $terms.window }}]) > 0)) / (1 - {{ $terms.availability_objective }})
      labels:
        slo: "availability"
{{- end }}
{{- end }}
{{- if or (and $terms.latency_page_quick (not (get $without "TritonLatencyBudgetBurn"))) (and $terms.latency_page_slow (not (get $without "TritonLatencyBudgetBurn"))) (and $terms.latency_ticket_quick (not (get $without "TritonLatencyBudgetBurn"))) (and $terms.latency_ticket_slow (not (get $without "TritonLatencyBudgetBurn"))) (and $terms.availability_page_quick (not (get $without "TritonAvailabilityBudgetBurn"))) (and $terms.availability_page_slow (not (get $without "TritonAvailabilityBudgetBurn"))) (and $terms.availability_ticket_quick (not (get $without "TritonAvailabilityBudgetBurn"))) (and $terms.availability_ticket_slow (not (get $without "TritonAvailabilityBudgetBurn"))) (and $terms.mean (not (get $without "TritonLatencyMeanHigh"))) }}
- name: triton-slo-alerts
  rules:
{{- if and $terms.latency_page_quick (not (get $without "TritonLatencyBudgetBurn")) }}
    - alert: TritonLatencyBudgetBurn
      expr: |-
        namespace_job:triton_slo_errors:ratio_rate1h{namespace="{{ $terms.namespace }}",job="{{ $terms.job }}",slo="latency"} > {{ $terms.latency_page_quick }} * (1 - {{ $terms.latency_objective }})
        and
        namespace_job:triton_slo_errors:ratio_rate5m{namespace="{{ $terms.namespace }}",job="{{ $terms.job }}",slo="latency"} > {{ $terms.latency_page_quick }} * (1 - {{ $terms.latency_objective }})
        and
        sum_over_time(namespace_job:triton_slo_errors:rate5m{namespace="{{ $terms.namespace }}",job="{{ $terms.job }}",slo="latency"}[1h]) * 30 >= 10
      for: 2m
      labels:
        severity: "critical"
        long: "1h"
        short: "5m"
        {{- range $key, $value := omit ($rules.alertLabels | default dict) "severity" "long" "short" }}
        {{- if not (kindIs "invalid" $value) }}
        {{ $key }}: {{ $value | quote }}
        {{- end }}
        {{- end }}
      annotations:
        summary: "{{ "{{" }} $labels.job }} spends its latency budget {{ $terms.latency_page_quick }}× as fast as it may"
        description: "{{ "{{" }} $value | humanizePercentage }} of the requests of the last 1h took longer than {{ $terms.within }} ms, and it goes on; the objective is {{ $terms.latency_objective }} over {{ $terms.window }}."
        {{- with $rules.runbooks }}
        runbook_url: {{ printf "%s/TritonLatencyBudgetBurn.md" (trimSuffix "/" .) | quote }}
        {{- else }}
        runbook: tritonfleet runbook TritonLatencyBudgetBurn
        {{- end }}
{{- end }}
{{- if and $terms.latency_page_slow (not (get $without "TritonLatencyBudgetBurn")) }}
    - alert: TritonLatencyBudgetBurn
      expr: |-
        namespace_job:triton_slo_errors:ratio_rate6h{namespace="{{ $terms.namespace }}",job="{{ $terms.job }}",slo="latency"} > {{ $terms.latency_page_slow }} * (1 - {{ $terms.latency_objective }})
        and
        namespace_job:triton_slo_errors:ratio_rate30m{namespace="{{ $terms.namespace }}",job="{{ $terms.job }}",slo="latency"} > {{ $terms.latency_page_slow }} * (1 - {{ $terms.latency_objective }})
        and
        sum_over_time(namespace_job:triton_slo_errors:rate5m{namespace="{{ $terms.namespace }}",job="{{ $terms.job }}",slo="latency"}[6h]) * 30 >= 10
      for: 15m
      labels:
        severity: "critical"
        long: "6h"
        short: "30m"
        {{- range $key, $value := omit ($rules.alertLabels | default dict) "severity" "long" "short" }}
        {{- if not (kindIs "invalid" $value) }}
        {{ $key }}: {{ $value | quote }}
        {{- end }}
        {{- end }}
      annotations:
        summary: "{{ "{{" }} $labels.job }} spends its latency budget {{ $terms.latency_page_slow }}× as fast as it may"
        description: "{{ "{{" }} $value | humanizePercentage }} of the requests of the last 6h took longer than {{ $terms.within }} ms, and it goes on; the objective is {{ $terms.latency_objective }} over {{ $terms.window }}."
        {{- with $rules.runbooks }}
        runbook_url: {{ printf "%s/TritonLatencyBudgetBurn.md" (trimSuffix "/" .) | quote }}
        {{- else }}
        runbook: tritonfleet runbook TritonLatencyBudgetBurn
        {{- end }}
{{- end }}
{{- if and $terms.latency_ticket_quick (not (get $without "TritonLatencyBudgetBurn")) }}
    - alert: TritonLatencyBudgetBurn
      expr: |-
        namespace_job:triton_slo_errors:ratio_rate1d{namespace="{{ $terms.namespace }}",job="{{ $terms.job }}",slo="latency"} > {{ $terms.latency_ticket_quick }} * (1 - {{ $terms.latency_objective }})
        and
        namespace_job:triton_slo_errors:ratio_rate2h{namespace="{{ $terms.namespace }}",job="{{ $terms.job }}",slo="latency"} > {{ $terms.latency_ticket_quick }} * (1 - {{ $terms.latency_objective }})
        and
        sum_over_time(namespace_job:triton_slo_errors:rate5m{namespace="{{ $terms.namespace }}",job="{{ $terms.job }}",slo="latency"}[1d]) * 30 >= 10
      for: 1h
      labels:
        severity: "warning"
        long: "1d"
        short: "2h"
        {{- range $key, $value := omit ($rules.alertLabels | default dict) "severity" "long" "short" }}
        {{- if not (kindIs "invalid" $value) }}
        {{ $key }}: {{ $value | quote }}
        {{- end }}
        {{- end }}
      annotations:
        summary: "{{ "{{" }} $labels.job }} spends its latency budget {{ $terms.latency_ticket_quick }}× as fast as it may"
        description: "{{ "{{" }} $value | humanizePercentage }} of the requests of the last 1d took longer than {{ $terms.within }} ms, and it goes on; the objective is {{ $terms.latency_objective }} over {{ $terms.window }}."
        {{- with $rules.runbooks }}
        runbook_url: {{ printf "%s/TritonLatencyBudgetBurn.md" (trimSuffix "/" .) | quote }}
        {{- else }}
        runbook: tritonfleet runbook TritonLatencyBudgetBurn
        {{- end }}
{{- end }}
{{- if and $terms.latency_ticket_slow (not (get $without "TritonLatencyBudgetBurn")) }}
    - alert: TritonLatencyBudgetBurn
      expr: |-
        namespace_job:triton_slo_errors:ratio_rate3d{namespace="{{ $terms.namespace }}",job="{{ $terms.job }}",slo="latency"} > {{ $terms.latency_ticket_slow }} * (1 - {{ $terms.latency_objective }})
        and
        namespace_job:triton_slo_errors:ratio_rate6h{namespace="{{ $terms.namespace }}",job="{{ $terms.job }}",slo="latency"} > {{ $terms.latency_ticket_slow }} * (1 - {{ $terms.latency_objective }})
        and
        sum_over_time(namespace_job:triton_slo_errors:rate5m{namespace="{{ $terms.namespace }}",job="{{ $terms.job }}",slo="latency"}[3d]) * 30 >= 10
      for: 3h
      labels:
        severity: "warning"
        long: "3d"
        short: "6h"
        {{- range $key, $value := omit ($rules.alertLabels | default dict) "severity" "long" "short" }}
        {{- if not (kindIs "invalid" $value) }}
        {{ $key }}: {{ $value | quote }}
        {{- end }}
        {{- end }}
      annotations:
        summary: "{{ "{{" }} $labels.job }} spends its latency budget {{ $terms.latency_ticket_slow }}× as fast as it may"
        description: "{{ "{{" }} $value | humanizePercentage }} of the requests of the last 3d took longer than {{ $terms.within }} ms, and it goes on; the objective is {{ $terms.latency_objective }} over {{ $terms.window }}."
        {{- with $rules.runbooks }}
        runbook_url: {{ printf "%s/TritonLatencyBudgetBurn.md" (trimSuffix "/" .) | quote }}
        {{- else }}
        runbook: tritonfleet runbook TritonLatencyBudgetBurn
        {{- end }}
{{- end }}
{{- if and $terms.availability_page_quick (not (get $without "TritonAvailabilityBudgetBurn")) }}
    - alert: TritonAvailabilityBudgetBurn
      expr: |-
        namespace_job:triton_slo_errors:ratio_rate1h{namespace="{{ $terms.namespace }}",job="{{ $terms.job }}",slo="availability"} > {{ $terms.availability_page_quick }} * (1 - {{ $terms.availability_objective }})
        and
        namespace_job:triton_slo_errors:ratio_rate5m{namespace="{{ $terms.namespace }}",job="{{ $terms.job }}",slo="availability"} > {{ $terms.availability_page_quick }} * (1 - {{ $terms.availability_objective }})
        and
        sum_over_time(namespace_job:triton_slo_errors:rate5m{namespace="{{ $terms.namespace }}",job="{{ $terms.job }}",slo="availability"}[1h]) * 30 >= 10
      for: 2m
      labels:
        severity: "critical"
        long: "1h"
        short: "5m"
        {{- range $key, $value := omit ($rules.alertLabels | default dict) "severity" "long" "short" }}
        {{- if not (kindIs "invalid" $value) }}
        {{ $key }}: {{ $value | quote }}
        {{- end }}
        {{- end }}
      annotations:
        summary: "{{ "{{" }} $labels.job }} spends its availability budget {{ $terms.availability_page_quick }}× as fast as it may"
        description: "{{ "{{" }} $value | humanizePercentage }} of the requests of the last 1h failed, and it goes on; the objective is {{ $terms.availability_objective }} over {{ $terms.window }}."
        {{- with $rules.runbooks }}
        runbook_url: {{ printf "%s/TritonAvailabilityBudgetBurn.md" (trimSuffix "/" .) | quote }}
        {{- else }}
        runbook: tritonfleet runbook TritonAvailabilityBudgetBurn
        {{- end }}
{{- end }}
{{- if and $terms.availability_page_slow (not (get $without "TritonAvailabilityBudgetBurn")) }}
    - alert: TritonAvailabilityBudgetBurn
      expr: |-
        namespace_job:triton_slo_errors:ratio_rate6h{namespace="{{ $terms.namespace }}",job="{{ $terms.job }}",slo="availability"} > {{ $terms.availability_page_slow }} * (1 - {{ $terms.availability_objective }})
        and
        namespace_job:triton_slo_errors:ratio_rate30m{namespace="{{ $terms.namespace }}",job="{{ $terms.job }}",slo="availability"} > {{ $terms.availability_page_slow }} * (1 - {{ $terms.availability_objective }})
        and
        sum_over_time(namespace_job:triton_slo_errors:rate5m{namespace="{{ $terms.namespace }}",job="{{ $terms.job }}",slo="availability"}[6h]) * 30 >= 10
      for: 15m
      labels:
        severity: "critical"
        long: "6h"
        short: "30m"
        {{- range $key, $value := omit ($rules.alertLabels | default dict) "severity" "long" "short" }}
        {{- if not (kindIs "invalid" $value) }}
        {{ $key }}: {{ $value | quote }}
        {{- end }}
        {{- end }}
      annotations:
        summary: "{{ "{{" }} $labels.job }} spends its availability budget {{ $terms.availability_page_slow }}× as fast as it may"
        description: "{{ "{{" }} $value | humanizePercentage }} of the requests of the last 6h failed, and it goes on; the objective is {{ $terms.availability_objective }} over {{ $terms.window }}."
        {{- with $rules.runbooks }}
        runbook_url: {{ printf "%s/TritonAvailabilityBudgetBurn.md" (trimSuffix "/" .) | quote }}
        {{- else }}
        runbook: tritonfleet runbook TritonAvailabilityBudgetBurn
        {{- end }}
{{- end }}
{{- if and $terms.availability_ticket_quick (not (get $without "TritonAvailabilityBudgetBurn")) }}
    - alert: TritonAvailabilityBudgetBurn
      expr: |-
        namespace_job:triton_slo_errors:ratio_rate1d{namespace="{{ $terms.namespace }}",job="{{ $terms.job }}",slo="availability"} > {{ $terms.availability_ticket_quick }} * (1 - {{ $terms.availability_objective }})
        and
        namespace_job:triton_slo_errors:ratio_rate2h{namespace="{{ $terms.namespace }}",job="{{ $terms.job }}",slo="availability"} > {{ $terms.availability_ticket_quick }} * (1 - {{ $terms.availability_objective }})
        and
        sum_over_time(namespace_job:triton_slo_errors:rate5m{namespace="{{ $terms.namespace }}",job="{{ $terms.job }}",slo="availability"}[1d]) * 30 >= 10
      for: 1h
      labels:
        severity: "warning"
        long: "1d"
        short: "2h"
        {{- range $key, $value := omit ($rules.alertLabels | default dict) "severity" "long" "short" }}
        {{- if not (kindIs "invalid" $value) }}
        {{ $key }}: {{ $value | quote }}
        {{- end }}
        {{- end }}
      annotations:
        summary: "{{ "{{" }} $labels.job }} spends its availability budget {{ $terms.availability_ticket_quick }}× as fast as it may"
        description: "{{ "{{" }} $value | humanizePercentage }} of the requests of the last 1d failed, and it goes on; the objective is {{ $terms.availability_objective }} over {{ $terms.window }}."
        {{- with $rules.runbooks }}
        runbook_url: {{ printf "%s/TritonAvailabilityBudgetBurn.md" (trimSuffix "/" .) | quote }}
        {{- else }}
        runbook: tritonfleet runbook TritonAvailabilityBudgetBurn
        {{- end }}
{{- end }}
{{- if and $terms.availability_ticket_slow (not (get $without "TritonAvailabilityBudgetBurn")) }}
    - alert: TritonAvailabilityBudgetBurn
      expr: |-
        namespace_job:triton_slo_errors:ratio_rate3d{namespace="{{ $terms.namespace }}",job="{{ $terms.job }}",slo="availability"} > {{ $terms.availability_ticket_slow }} * (1 - {{ $terms.availability_objective }})
        and
        namespace_job:triton_slo_errors:ratio_rate6h{namespace="{{ $terms.namespace }}",job="{{ $terms.job }}",slo="availability"} > {{ $terms.availability_ticket_slow }} * (1 - {{ $terms.availability_objective }})
        and
        sum_over_time(namespace_job:triton_slo_errors:rate5m{namespace="{{ $terms.namespace }}",job="{{ $terms.job }}",slo="availability"}[3d]) * 30 >= 10
      for: 3h
      labels:
        severity: "warning"
        long: "3d"
        short: "6h"
        {{- range $key, $value := omit ($rules.alertLabels | default dict) "severity" "long" "short" }}
        {{- if not (kindIs "invalid" $value) }}
        {{ $key }}: {{ $value | quote }}
        {{- end }}
        {{- end }}
      annotations:
        summary: "{{ "{{" }} $labels.job }} spends its availability budget {{ $terms.availability_ticket_slow }}× as fast as it may"
        description: "{{ "{{" }} $value | humanizePercentage }} of the requests of the last 3d failed, and it goes on; the objective is {{ $terms.availability_objective }} over {{ $terms.window }}."
        {{- with $rules.runbooks }}
        runbook_url: {{ printf "%s/TritonAvailabilityBudgetBurn.md" (trimSuffix "/" .) | quote }}
        {{- else }}
        runbook: tritonfleet runbook TritonAvailabilityBudgetBurn
        {{- end }}
{{- end }}
{{- if and $terms.mean (not (get $without "TritonLatencyMeanHigh")) }}
    - alert: TritonLatencyMeanHigh
      expr: |-
        namespace_job:triton_latency_milliseconds:mean5m{namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"} > {{ $terms.within }}
        and
        sum by (namespace, job) (rate(nv_inference_request_success{ {{- $terms.entry }}namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[10m])) * 600 >= 10
      for: 10m
      labels:
        severity: "warning"
        {{- range $key, $value := omit ($rules.alertLabels | default dict) "severity" }}
        {{- if not (kindIs "invalid" $value) }}
        {{ $key }}: {{ $value | quote }}
        {{- end }}
        {{- end }}
      annotations:
        summary: "Requests of {{ "{{" }} $labels.job }} take longer on average than most of them may"
        description: "The mean is {{ "{{" }} $value | humanize }} ms; {{ $terms.latency_objective }} of the requests shall take at most {{ $terms.within }} ms. This Triton has no histogram of its models, so how many took longer is not known."
        {{- with $rules.runbooks }}
        runbook_url: {{ printf "%s/TritonLatencyMeanHigh.md" (trimSuffix "/" .) | quote }}
        {{- else }}
        runbook: tritonfleet runbook TritonLatencyMeanHigh
        {{- end }}
{{- end }}
{{- end }}
{{- if or (not (get $without "TritonServiceDown")) (and $terms.kept (not (get $without "TritonTargetsAbsent"))) (not (get $without "TritonTargetsMissing")) (not (get $without "TritonTargetDown")) (and $terms.models_count (not (get $without "TritonModelNotLoaded"))) (not (get $without "TritonServerRestarting")) (not (get $without "TritonOutOfMemory")) (not (get $without "TritonReplicasMissing")) (not (get $without "TritonQueueGrowing")) (not (get $without "TritonRequestsRejected")) (not (get $without "TritonPinnedMemoryFull")) (and $terms.cached (not (get $without "TritonCacheUseless"))) }}
- name: triton-alerts
  rules:
{{- if not (get $without "TritonServiceDown") }}
    - alert: TritonServiceDown
      expr: |-
        sum by (namespace, job) (up{namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}) == 0
      for: {{ $terms.starting }}
      labels:
        severity: "critical"
        {{- range $key, $value := omit ($rules.alertLabels | default dict) "severity" }}
        {{- if not (kindIs "invalid" $value) }}
        {{ $key }}: {{ $value | quote }}
        {{- end }}
        {{- end }}
      annotations:
        summary: "No pod of {{ "{{" }} $labels.job }} answers"
        description: "Prometheus knows pods of {{ "{{" }} $labels.job }} in {{ "{{" }} $labels.namespace }} and can read none, for longer than a start may take."
        {{- with $rules.runbooks }}
        runbook_url: {{ printf "%s/TritonServiceDown.md" (trimSuffix "/" .) | quote }}
        {{- else }}
        runbook: tritonfleet runbook TritonServiceDown
        {{- end }}
{{- end }}
{{- if and $terms.kept (not (get $without "TritonTargetsAbsent")) }}
    - alert: TritonTargetsAbsent
      expr: |-
        absent(up{namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"})
      for: {{ $terms.starting }}
      labels:
        severity: "critical"
        {{- range $key, $value := omit ($rules.alertLabels | default dict) "severity" }}
        {{- if not (kindIs "invalid" $value) }}
        {{ $key }}: {{ $value | quote }}
        {{- end }}
        {{- end }}
      annotations:
        summary: "Prometheus knows no pod of {{ $terms.job }}"
        description: "There should be pods of {{ $terms.job }} in {{ $terms.namespace }}, and Prometheus scrapes none: every other alert of this service is blind."
        {{- with $rules.runbooks }}
        runbook_url: {{ printf "%s/TritonTargetsAbsent.md" (trimSuffix "/" .) | quote }}
        {{- else }}
        runbook: tritonfleet runbook TritonTargetsAbsent
        {{- end }}
{{- end }}
{{- if not (get $without "TritonTargetsMissing") }}
    - alert: TritonTargetsMissing
      expr: |-
        label_replace(sum by (namespace, deployment) (kube_deployment_status_replicas_available{namespace="{{ $terms.namespace }}",deployment="{{ $terms.job }}"}), "job", "$1", "deployment", "(.+)") > on (namespace, job) sum by (namespace, job) (up{namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"})
      for: 15m
      labels:
        severity: "warning"
        {{- range $key, $value := omit ($rules.alertLabels | default dict) "severity" }}
        {{- if not (kindIs "invalid" $value) }}
        {{ $key }}: {{ $value | quote }}
        {{- end }}
        {{- end }}
      annotations:
        summary: "Prometheus reads fewer pods of {{ "{{" }} $labels.job }} than are available"
        description: "{{ "{{" }} $value | humanize }} pods are available, and fewer are read: what the others do is in no graph."
        {{- with $rules.runbooks }}
        runbook_url: {{ printf "%s/TritonTargetsMissing.md" (trimSuffix "/" .) | quote }}
        {{- else }}
        runbook: tritonfleet runbook TritonTargetsMissing
        {{- end }}
{{- end }}
{{- if not (get $without "TritonTargetDown") }}
    - alert: TritonTargetDown
      expr: |-
        sum by (namespace, job, pod) (1 - up{namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}) > 0
      for: {{ $terms.starting }}
      labels:
        severity: "warning"
        {{- range $key, $value := omit ($rules.alertLabels | default dict) "severity" }}
        {{- if not (kindIs "invalid" $value) }}
        {{ $key }}: {{ $value | quote }}
        {{- end }}
        {{- end }}
      annotations:
        summary: "Pod {{ "{{" }} $labels.pod }} cannot be read"
        description: "The metrics of {{ "{{" }} $labels.pod }} have not answered for longer than a start may take."
        {{- with $rules.runbooks }}
        runbook_url: {{ printf "%s/TritonTargetDown.md" (trimSuffix "/" .) | quote }}
        {{- else }}
        runbook: tritonfleet runbook TritonTargetDown
        {{- end }}
{{- end }}
{{- if and $terms.models_count (not (get $without "TritonModelNotLoaded")) }}
    - alert: TritonModelNotLoaded
      expr: |-
        (count by (namespace, job, pod) (group by (model, pod, namespace, job) (nv_inference_request_success{model=~"{{ $terms.models }}",namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"})) or 0 * sum by (namespace, job, pod) (up{namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"})) < {{ $terms.models_count }}
        and
        sum by (namespace, job, pod) (up{namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}) > 0
      for: 10m
      labels:
        severity: "critical"
        {{- range $key, $value := omit ($rules.alertLabels | default dict) "severity" }}
        {{- if not (kindIs "invalid" $value) }}
        {{ $key }}: {{ $value | quote }}
        {{- end }}
        {{- end }}
      annotations:
        summary: "{{ "{{" }} $labels.pod }} serves {{ "{{" }} $value | humanize }} of {{ $terms.models_count }} models"
        description: "The server runs, but some of its models are not loaded; requests for them fail on this pod."
        {{- with $rules.runbooks }}
        runbook_url: {{ printf "%s/TritonModelNotLoaded.md" (trimSuffix "/" .) | quote }}
        {{- else }}
        runbook: tritonfleet runbook TritonModelNotLoaded
        {{- end }}
{{- end }}
{{- if not (get $without "TritonServerRestarting") }}
    - alert: TritonServerRestarting
      expr: |-
        sum by (namespace, pod) (increase(kube_pod_container_status_restarts_total{namespace="{{ $terms.namespace }}",pod=~"{{ $terms.job }}-[0-9a-z]+-[0-9a-z]{5}"}[1h])) >= 3
      for: 1m
      labels:
        severity: "warning"
        namespace: "{{ $terms.namespace }}"
        job: "{{ $terms.job }}"
        {{- range $key, $value := omit ($rules.alertLabels | default dict) "severity" "namespace" "job" }}
        {{- if not (kindIs "invalid" $value) }}
        {{ $key }}: {{ $value | quote }}
        {{- end }}
        {{- end }}
      annotations:
        summary: "Pod {{ "{{" }} $labels.pod }} restarts again and again"
        description: "It restarted about {{ "{{" }} $value | humanize }} times within an hour."
        {{- with $rules.runbooks }}
        runbook_url: {{ printf "%s/TritonServerRestarting.md" (trimSuffix "/" .) | quote }}
        {{- else }}
        runbook: tritonfleet runbook TritonServerRestarting
        {{- end }}
{{- end }}
{{- if not (get $without "TritonOutOfMemory") }}
    - alert: TritonOutOfMemory
      expr: |-
        count by (namespace, pod) (kube_pod_container_status_last_terminated_reason{reason="OOMKilled",namespace="{{ $terms.namespace }}",pod=~"{{ $terms.job }}-[0-9a-z]+-[0-9a-z]{5}"} > 0 and on (namespace, pod, container) increase(kube_pod_container_status_restarts_total{namespace="{{ $terms.namespace }}",pod=~"{{ $terms.job }}-[0-9a-z]+-[0-9a-z]{5}"}[10m]) > 0) > 0
      for: 1m
      labels:
        severity: "warning"
        namespace: "{{ $terms.namespace }}"
        job: "{{ $terms.job }}"
        {{- range $key, $value := omit ($rules.alertLabels | default dict) "severity" "namespace" "job" }}
        {{- if not (kindIs "invalid" $value) }}
        {{ $key }}: {{ $value | quote }}
        {{- end }}
        {{- end }}
      annotations:
        summary: "Pod {{ "{{" }} $labels.pod }} was killed for its memory"
        description: "The kernel ended the container of {{ "{{" }} $labels.pod }}: it went over its memory limit."
        {{- with $rules.runbooks }}
        runbook_url: {{ printf "%s/TritonOutOfMemory.md" (trimSuffix "/" .) | quote }}
        {{- else }}
        runbook: tritonfleet runbook TritonOutOfMemory
        {{- end }}
{{- end }}
{{- if not (get $without "TritonReplicasMissing") }}
    - alert: TritonReplicasMissing
      expr: |-
        label_replace(sum by (namespace, deployment) (kube_deployment_spec_replicas{namespace="{{ $terms.namespace }}",deployment="{{ $terms.job }}"}), "job", "$1", "deployment", "(.+)") > on (namespace, job) label_replace(sum by (namespace, deployment) (kube_deployment_status_replicas_available{namespace="{{ $terms.namespace }}",deployment="{{ $terms.job }}"}), "job", "$1", "deployment", "(.+)")
      for: {{ $terms.late }}
      labels:
        severity: "warning"
        {{- range $key, $value := omit ($rules.alertLabels | default dict) "severity" }}
        {{- if not (kindIs "invalid" $value) }}
        {{ $key }}: {{ $value | quote }}
        {{- end }}
        {{- end }}
      annotations:
        summary: "{{ "{{" }} $labels.job }} has fewer pods than it should"
        description: "{{ "{{" }} $value | humanize }} pods are asked for, and fewer are available for longer than a start may take."
        {{- with $rules.runbooks }}
        runbook_url: {{ printf "%s/TritonReplicasMissing.md" (trimSuffix "/" .) | quote }}
        {{- else }}
        runbook: tritonfleet runbook TritonReplicasMissing
        {{- end }}
{{- end }}
{{- if not (get $without "TritonQueueGrowing") }}
    - alert: TritonQueueGrowing
      expr: |-
        sum by (namespace, job) (rate(nv_inference_queue_duration_us{namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[10m])) / (sum by (namespace, job) (rate(nv_inference_request_duration_us{ {{- $terms.entry }}namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[10m])) > 0) > 0.8
        and
        sum by (namespace, job) (avg_over_time(nv_inference_pending_request_count{namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[10m])) > 1
      for: 10m
      labels:
        severity: "warning"
        {{- range $key, $value := omit ($rules.alertLabels | default dict) "severity" }}
        {{- if not (kindIs "invalid" $value) }}
        {{ $key }}: {{ $value | quote }}
        {{- end }}
        {{- end }}
      annotations:
        summary: "Requests of {{ "{{" }} $labels.job }} mostly wait"
        description: "{{ "{{" }} $value | humanizePercentage }} of the time that requests take they wait for an instance, and there is always one waiting."
        {{- with $rules.runbooks }}
        runbook_url: {{ printf "%s/TritonQueueGrowing.md" (trimSuffix "/" .) | quote }}
        {{- else }}
        runbook: tritonfleet runbook TritonQueueGrowing
        {{- end }}
{{- end }}
{{- if not (get $without "TritonRequestsRejected") }}
    - alert: TritonRequestsRejected
      expr: |-
        sum by (namespace, job, model) (rate(nv_inference_request_failure{reason="REJECTED",namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[10m])) / ((sum by (namespace, job, model) (rate(nv_inference_request_success{namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[10m])) + (sum by (namespace, job, model) (rate(nv_inference_request_failure{reason!="CANCELED",namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[10m])) or 0 * sum by (namespace, job, model) (rate(nv_inference_request_success{namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[10m])))) > 0) > 0.01
        and
        (sum by (namespace, job, model) (rate(nv_inference_request_failure{reason!="CANCELED",namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[10m])) or 0 * sum by (namespace, job, model) (rate(nv_inference_request_success{namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[10m]))) * 600 >= 10
      for: 5m
      labels:
        severity: "warning"
        {{- range $key, $value := omit ($rules.alertLabels | default dict) "severity" }}
        {{- if not (kindIs "invalid" $value) }}
        {{ $key }}: {{ $value | quote }}
        {{- end }}
        {{- end }}
      annotations:
        summary: "Requests to {{ "{{" }} $labels.model }} of {{ "{{" }} $labels.job }} time out in its queue"
        description: "{{ "{{" }} $value | humanizePercentage }} of the requests to {{ "{{" }} $labels.model }} failed after waiting longer than its queue policy allows."
        {{- with $rules.runbooks }}
        runbook_url: {{ printf "%s/TritonRequestsRejected.md" (trimSuffix "/" .) | quote }}
        {{- else }}
        runbook: tritonfleet runbook TritonRequestsRejected
        {{- end }}
{{- end }}
{{- if not (get $without "TritonPinnedMemoryFull") }}
    - alert: TritonPinnedMemoryFull
      expr: |-
        sum by (namespace, job, pod) (nv_pinned_memory_pool_used_bytes{namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}) / (sum by (namespace, job, pod) (nv_pinned_memory_pool_total_bytes{namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}) > 0) > 0.95
      for: 15m
      labels:
        severity: "info"
        {{- range $key, $value := omit ($rules.alertLabels | default dict) "severity" }}
        {{- if not (kindIs "invalid" $value) }}
        {{ $key }}: {{ $value | quote }}
        {{- end }}
        {{- end }}
      annotations:
        summary: "The pinned memory of {{ "{{" }} $labels.pod }} is full"
        description: "{{ "{{" }} $value | humanizePercentage }} of the pool is in use: further copies to the GPU take the slow way."
        {{- with $rules.runbooks }}
        runbook_url: {{ printf "%s/TritonPinnedMemoryFull.md" (trimSuffix "/" .) | quote }}
        {{- else }}
        runbook: tritonfleet runbook TritonPinnedMemoryFull
        {{- end }}
{{- end }}
{{- if and $terms.cached (not (get $without "TritonCacheUseless")) }}
    - alert: TritonCacheUseless
      expr: |-
        sum by (namespace, job, model) (rate(nv_cache_num_hits_per_model{ {{- $terms.entry }}namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[6h])) / ((sum by (namespace, job, model) (rate(nv_cache_num_hits_per_model{ {{- $terms.entry }}namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[6h])) + sum by (namespace, job, model) (rate(nv_cache_num_misses_per_model{ {{- $terms.entry }}namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[6h]))) > 0) < 0.02
        and
        sum by (namespace, job, model) (rate(nv_inference_request_success{ {{- $terms.entry }}namespace="{{ $terms.namespace }}",job="{{ $terms.job }}"}[6h])) * 21600 >= 1000
      for: 1h
      labels:
        severity: "info"
        {{- range $key, $value := omit ($rules.alertLabels | default dict) "severity" }}
        {{- if not (kindIs "invalid" $value) }}
        {{ $key }}: {{ $value | quote }}
        {{- end }}
        {{- end }}
      annotations:
        summary: "The response cache does nothing for {{ "{{" }} $labels.model }}"
        description: "{{ "{{" }} $value | humanizePercentage }} of the requests of six hours were answered from it; the others paid for the look-up."
        {{- with $rules.runbooks }}
        runbook_url: {{ printf "%s/TritonCacheUseless.md" (trimSuffix "/" .) | quote }}
        {{- else }}
        runbook: tritonfleet runbook TritonCacheUseless
        {{- end }}
{{- end }}
{{- end }}
{{- if $terms.scaled }}
{{- if or (not (get $without "TritonScalerAtMaximum")) (and $terms.keda (not (get $without "TritonScalerFailing"))) (and $terms.keda (not (get $without "TritonScalerEmpty"))) (and $terms.keda (not (get $without "TritonScalerPaused"))) }}
- name: triton-scaling-alerts
  rules:
{{- if not (get $without "TritonScalerAtMaximum") }}
    - alert: TritonScalerAtMaximum
      expr: |-
        sum by (namespace, horizontalpodautoscaler) (kube_horizontalpodautoscaler_status_desired_replicas{namespace="{{ $terms.namespace }}",horizontalpodautoscaler=~"(keda-hpa-)?{{ $terms.job }}"}) >= sum by (namespace, horizontalpodautoscaler) (kube_horizontalpodautoscaler_spec_max_replicas{namespace="{{ $terms.namespace }}",horizontalpodautoscaler=~"(keda-hpa-)?{{ $terms.job }}"})
        unless
        sum by (namespace, horizontalpodautoscaler) (kube_horizontalpodautoscaler_spec_min_replicas{namespace="{{ $terms.namespace }}",horizontalpodautoscaler=~"(keda-hpa-)?{{ $terms.job }}"}) == sum by (namespace, horizontalpodautoscaler) (kube_horizontalpodautoscaler_spec_max_replicas{namespace="{{ $terms.namespace }}",horizontalpodautoscaler=~"(keda-hpa-)?{{ $terms.job }}"})
      for: 30m
      labels:
        severity: "warning"
        namespace: "{{ $terms.namespace }}"
        job: "{{ $terms.job }}"
        {{- range $key, $value := omit ($rules.alertLabels | default dict) "severity" "namespace" "job" }}
        {{- if not (kindIs "invalid" $value) }}
        {{ $key }}: {{ $value | quote }}
        {{- end }}
        {{- end }}
      annotations:
        summary: "{{ $terms.job }} has run at its most replicas for half an hour"
        description: "The scaler wants {{ "{{" }} $value | humanize }} replicas, which is all it may have: more load finds no room."
        {{- with $rules.runbooks }}
        runbook_url: {{ printf "%s/TritonScalerAtMaximum.md" (trimSuffix "/" .) | quote }}
        {{- else }}
        runbook: tritonfleet runbook TritonScalerAtMaximum
        {{- end }}
{{- end }}
{{- if and $terms.keda (not (get $without "TritonScalerFailing")) }}
    - alert: TritonScalerFailing
      expr: |-
        (sum by (namespace, scaledObject) (label_replace(increase(keda_scaler_detail_errors_total{namespace="{{ $terms.namespace }}",scaledObject="{{ $terms.job }}"}[10m]), "namespace", "$1", "exported_namespace", "(.+)")) or sum by (namespace, scaledObject) (label_replace(increase(keda_scaler_detail_errors_total{exported_namespace="{{ $terms.namespace }}",scaledObject="{{ $terms.job }}"}[10m]), "namespace", "$1", "exported_namespace", "(.+)"))) > 0
      for: 10m
      labels:
        severity: "warning"
        namespace: "{{ $terms.namespace }}"
        job: "{{ $terms.job }}"
        {{- range $key, $value := omit ($rules.alertLabels | default dict) "severity" "namespace" "job" }}
        {{- if not (kindIs "invalid" $value) }}
        {{ $key }}: {{ $value | quote }}
        {{- end }}
        {{- end }}
      annotations:
        summary: "KEDA cannot read what it scales {{ $terms.job }} by"
        description: "About {{ "{{" }} $value | humanize }} readings failed within ten minutes: {{ $terms.job }} {{ $terms.fallback }}."
        {{- with $rules.runbooks }}
        runbook_url: {{ printf "%s/TritonScalerFailing.md" (trimSuffix "/" .) | quote }}
        {{- else }}
        runbook: tritonfleet runbook TritonScalerFailing
        {{- end }}
{{- end }}
{{- if and $terms.keda (not (get $without "TritonScalerEmpty")) }}
    - alert: TritonScalerEmpty
      expr: |-
        (sum by (namespace, scaledResource) (label_replace(increase(keda_scaler_empty_upstream_responses_total{namespace="{{ $terms.namespace }}",scaledResource="{{ $terms.job }}"}[10m]), "namespace", "$1", "exported_namespace", "(.+)")) or sum by (namespace, scaledResource) (label_replace(increase(keda_scaler_empty_upstream_responses_total{exported_namespace="{{ $terms.namespace }}",scaledResource="{{ $terms.job }}"}[10m]), "namespace", "$1", "exported_namespace", "(.+)"))) > 0
      for: 10m
      labels:
        severity: "warning"
        namespace: "{{ $terms.namespace }}"
        job: "{{ $terms.job }}"
        {{- range $key, $value := omit ($rules.alertLabels | default dict) "severity" "namespace" "job" }}
        {{- if not (kindIs "invalid" $value) }}
        {{ $key }}: {{ $value | quote }}
        {{- end }}
        {{- end }}
      annotations:
        summary: "The query that scales {{ $terms.job }} answers nothing"
        description: "About {{ "{{" }} $value | humanize }} answers in ten minutes were empty: the labels or the metric do not exist."
        {{- with $rules.runbooks }}
        runbook_url: {{ printf "%s/TritonScalerEmpty.md" (trimSuffix "/" .) | quote }}
        {{- else }}
        runbook: tritonfleet runbook TritonScalerEmpty
        {{- end }}
{{- end }}
{{- if and $terms.keda (not (get $without "TritonScalerPaused")) }}
    - alert: TritonScalerPaused
      expr: |-
        (max by (namespace, scaledObject) (label_replace(keda_scaled_object_paused{namespace="{{ $terms.namespace }}",scaledObject="{{ $terms.job }}"}, "namespace", "$1", "exported_namespace", "(.+)")) or max by (namespace, scaledObject) (label_replace(keda_scaled_object_paused{exported_namespace="{{ $terms.namespace }}",scaledObject="{{ $terms.job }}"}, "namespace", "$1", "exported_namespace", "(.+)"))) > 0
      for: 1h
      labels:
        severity: "info"
        namespace: "{{ $terms.namespace }}"
        job: "{{ $terms.job }}"
        {{- range $key, $value := omit ($rules.alertLabels | default dict) "severity" "namespace" "job" }}
        {{- if not (kindIs "invalid" $value) }}
        {{ $key }}: {{ $value | quote }}
        {{- end }}
        {{- end }}
      annotations:
        summary: "The scaler of {{ $terms.job }} has been paused for an hour"
        description: "Its ScaledObject carries a pause annotation: load changes nothing."
        {{- with $rules.runbooks }}
        runbook_url: {{ printf "%s/TritonScalerPaused.md" (trimSuffix "/" .) | quote }}
        {{- else }}
        runbook: tritonfleet runbook TritonScalerPaused
        {{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- end -}}
