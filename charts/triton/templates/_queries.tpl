{{/* Generated from generators/tritonfleet/queries (`python -m tritonfleet.charts write`). Queries to scale on:
     one number, 0 without traffic, empty when nothing is scraped. Each takes (dict "selector" "window" "entry"):
       selector  the inside of the braces, such as namespace="prod",job="vision"; by a GPU's labels for gpu-busy
       window    such as 2m: at least four scrape intervals
       entry     optional, from triton.query.entry: the models whose requests count; never part of the selector */}}

{{/* A pattern of the models whose requests count: takes a map from the name to whether it does. */}}
{{- define "triton.query.entry" -}}
{{- $models := list -}}
{{- range $model, $counts := . -}}
{{- if $counts -}}{{- $models = append $models ($model | replace "." "[.]") -}}{{- end -}}
{{- end -}}
{{- join "|" $models -}}
{{- end -}}

{{/* Requests, reqps, AverageValue. */}}
{{- define "triton.query.request-rate" -}}
sum(rate(nv_inference_request_success{ {{- with .entry }}model=~"{{ . }}",{{ end }}{{ .selector -}} }[{{ .window }}])) + (sum(rate(nv_inference_request_failure{ {{- with .entry }}model=~"{{ . }}",{{ end }}{{ .selector -}} }[{{ .window }}])) or 0 * sum(rate(nv_inference_request_success{ {{- with .entry }}model=~"{{ . }}",{{ end }}{{ .selector -}} }[{{ .window }}])))
{{- end -}}

{{/* Waiting, mean, ms, Value. */}}
{{- define "triton.query.queue-mean" -}}
sum(rate(nv_inference_queue_duration_us{ {{- .selector -}} }[{{ .window }}])) / (sum(rate(nv_inference_request_success{ {{- with .entry }}model=~"{{ . }}",{{ end }}{{ .selector -}} }[{{ .window }}])) > 0) / 1000 or 0 * sum(rate(nv_inference_request_success{ {{- with .entry }}model=~"{{ . }}",{{ end }}{{ .selector -}} }[{{ .window }}]))
{{- end -}}

{{/* Requests in flight, short, AverageValue. */}}
{{- define "triton.query.concurrency" -}}
sum(rate(nv_inference_request_duration_us{ {{- with .entry }}model=~"{{ . }}",{{ end }}{{ .selector -}} }[{{ .window }}])) / 1e6
{{- end -}}

{{/* Waiting requests, short, AverageValue. From Triton 23.09 on. */}}
{{- define "triton.query.pending" -}}
sum(avg_over_time(nv_inference_pending_request_count{ {{- .selector -}} }[{{ .window }}]))
{{- end -}}

{{/* Share of time in queues, percentunit, Value. */}}
{{- define "triton.query.queue-share" -}}
sum(rate(nv_inference_queue_duration_us{ {{- .selector -}} }[{{ .window }}])) / (sum(rate(nv_inference_request_duration_us{ {{- with .entry }}model=~"{{ . }}",{{ end }}{{ .selector -}} }[{{ .window }}])) > 0) or 0 * sum(rate(nv_inference_request_duration_us{ {{- with .entry }}model=~"{{ . }}",{{ end }}{{ .selector -}} }[{{ .window }}]))
{{- end -}}

{{/* GPU busy, percentunit, Value. Its selector is a GPU's. */}}
{{- define "triton.query.gpu-busy" -}}
avg(max by (UUID, GPU_I_ID) (avg_over_time(DCGM_FI_PROF_GR_ENGINE_ACTIVE{ {{- .selector -}} }[{{ .window }}])) or max by (UUID, GPU_I_ID) (avg_over_time(DCGM_FI_DEV_GPU_UTIL{ {{- .selector -}} }[{{ .window }}])) / 100)
{{- end -}}
