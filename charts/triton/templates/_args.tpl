{{/* The command line. Flags: triton-inference-server/server:src/command_line_parser.cc. */}}

{{- define "triton.args" -}}
{{- include "triton.ownArgs" . }}
{{- range $flag, $value := .Values.server.extraArgs }}
{{- if kindIs "slice" $value }}
{{- range $value }}
- {{ printf "--%s=%s" $flag . | quote }}
{{- end }}
{{- else if not (kindIs "invalid" $value) }}
- {{ printf "--%s=%s" $flag (include "tritonfleet.scalar" $value) | quote }}
{{- end }}
{{- end }}
{{- end -}}

{{- define "triton.ownArgs" -}}
{{- $server := .Values.server -}}
- tritonserver
- {{ printf "--model-repository=%s" (include "triton.repositoryUrl" .) | quote }}
- --model-control-mode={{ $server.modelControl }}
{{- if eq $server.modelControl "poll" }}
- --repository-poll-secs={{ $server.pollSeconds | int64 }}
{{- end }}
{{- range $model, $load := $server.loadModels }}
{{- if $load }}
- {{ printf "--load-model=%s" $model | quote }}
{{- end }}
{{- end }}
- --strict-readiness={{ $server.strictReadiness }}
- --exit-on-error={{ $server.exitOnError }}
- --exit-timeout-secs={{ $server.exitTimeoutSeconds | int64 }}
{{- with $server.modelConfigName }}
- {{ printf "--model-config-name=%s" . | quote }}
{{- end }}
{{- with $server.modelLoadThreads }}
- --model-load-thread-count={{ int64 . }}
{{- end }}
{{- if not (kindIs "invalid" $server.modelLoadRetries) }}
- --model-load-retry-count={{ $server.modelLoadRetries | int64 }}
{{- end }}
{{- if not $server.autoCompleteConfig }}
- --disable-auto-complete-config
{{- end }}
{{- include "triton.endpointArgs" . }}
{{- include "triton.metricsArgs" . }}
{{- include "triton.memoryArgs" . }}
{{- include "triton.rateLimitArgs" . }}
{{- range $backend, $settings := $server.backendConfig }}
{{- range $key, $value := $settings }}
- {{ printf "--backend-config=%s,%s=%s" $backend $key (include "tritonfleet.scalar" $value) | quote }}
{{- end }}
{{- end }}
- --log-verbose={{ $server.log.verbose | int64 }}
{{- with $server.log.format }}
- --log-format={{ . }}
{{- end }}
{{- end -}}

{{- define "triton.endpointArgs" -}}
{{- $http := .Values.server.http -}}
{{- $grpc := .Values.server.grpc }}
- --http-port={{ $http.port | int64 }}
{{- with $http.threads }}
- --http-thread-count={{ int64 . }}
{{- end }}
{{- with $http.maxInputSize }}
- --http-max-input-size={{ include "triton.bytes" . }}
{{- end }}
- --grpc-port={{ $grpc.port | int64 }}
{{- with $grpc.inferThreads }}
- --grpc-infer-thread-count={{ int64 . }}
{{- end }}
{{- with $grpc.maxConnectionAgeSeconds }}
- --grpc-max-connection-age={{ mul 1000 (int64 .) }}
{{- end }}
{{- with $grpc.maxConnectionAgeGraceSeconds }}
- --grpc-max-connection-age-grace={{ mul 1000 (int64 .) }}
{{- end }}
{{- end -}}

{{- define "triton.metricsArgs" -}}
{{- $metrics := .Values.server.metrics }}
- --allow-metrics={{ $metrics.enabled }}
{{- if $metrics.enabled }}
- --metrics-port={{ $metrics.port | int64 }}
- --allow-gpu-metrics={{ and $metrics.gpu (not (empty .Values.gpu)) }}
- --allow-cpu-metrics={{ $metrics.cpu }}
- --metrics-interval-ms={{ $metrics.intervalMilliseconds | int64 }}
- --metrics-config=counter_latencies={{ $metrics.counterLatencies }}
- --metrics-config=histogram_latencies={{ $metrics.histogramLatencies }}
- --metrics-config=summary_latencies={{ $metrics.summaryLatencies }}
{{- $quantiles := list }}
{{- range $quantile, $error := $metrics.summaryQuantiles }}
{{- $quantiles = append $quantiles (printf "%s:%s" $quantile $error) }}
{{- end }}
{{- with $quantiles }}
- {{ printf "--metrics-config=summary_quantiles=%s" (join "," .) | quote }}
{{- end }}
{{- end }}
{{- end -}}

{{- define "triton.memoryArgs" -}}
{{- $server := .Values.server -}}
{{- with $server.cache.size }}
- --cache-config=local,size={{ include "triton.bytes" . }}
{{- end }}
{{- with $server.pinnedMemoryPool }}
- --pinned-memory-pool-byte-size={{ include "triton.bytes" . }}
{{- end }}
{{- if and $server.cudaMemoryPool .Values.gpu }}
{{- range $device := until (.Values.gpu.count | default 1 | int) }}
- --cuda-memory-pool-byte-size={{ $device }}:{{ include "triton.bytes" $server.cudaMemoryPool }}
{{- end }}
{{- end }}
{{- end -}}

{{- define "triton.rateLimitArgs" }}
- --rate-limit={{ .Values.server.rateLimit.mode }}
{{- range $name, $resource := .Values.server.rateLimit.resources }}
{{- with $resource }}
{{- with .count }}
- {{ printf "--rate-limit-resource=%s:%d" $name (int64 .) | quote }}
{{- end }}
{{- range $device, $count := .devices }}
- {{ printf "--rate-limit-resource=%s:%d:%s" $name (int64 $count) $device | quote }}
{{- end }}
{{- end }}
{{- end }}
{{- end -}}
