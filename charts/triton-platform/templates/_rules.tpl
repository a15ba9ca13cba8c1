{{/* Generated from generators/tritonfleet/alerts (`python -m tritonfleet.charts write`): the groups of a
     PrometheusRule. What is not the same for all comes from platform.ruleTerms. */}}

{{/* What the values below monitoring.rules switch on, in JSON. */}}
{{- define "platform.ruleTerms" -}}
{{- $rules := .Values.monitoring.rules -}}
{{- dict "gpu" ($rules.gpu | ternary "true" "") "keda" ($rules.keda | ternary "true" "") | toJson -}}
{{- end -}}

{{- define "platform.rules" -}}
{{- $terms := include "platform.ruleTerms" . | fromJson -}}
{{- $rules := .Values.monitoring.rules -}}
{{- $without := $rules.without | default dict -}}
{{- if $terms.gpu }}
{{- if or (not (get $without "GpuXidError")) (not (get $without "GpuProgramError")) (not (get $without "GpuRowRemapFailed")) (not (get $without "GpuRowsRemapped")) (not (get $without "GpuMemoryFull")) (not (get $without "GpuThermalThrottled")) (not (get $without "GpuPowerThrottled")) (not (get $without "GpuHot")) (not (get $without "GpuExporterAbsent")) (not (get $without "GpuNodeUnwatched")) }}
- name: gpu-alerts
  rules:
{{- if not (get $without "GpuXidError") }}
    - alert: GpuXidError
      expr: |-
        max by (UUID, GPU_I_ID, hostname, gpu) (label_replace(DCGM_FI_DEV_XID_ERRORS{err_code!~"0|13|31|43|45|68|109"}, "hostname", "$1", "Hostname", "(.+)")) > 0
      labels:
        severity: "critical"
        {{- range $key, $value := omit ($rules.alertLabels | default dict) "severity" }}
        {{- if not (kindIs "invalid" $value) }}
        {{ $key }}: {{ $value | quote }}
        {{- end }}
        {{- end }}
      annotations:
        summary: "GPU {{ "{{" }} $labels.gpu }} of {{ "{{" }} $labels.hostname }} reports Xid {{ "{{" }} $value | humanize }}"
        description: "The driver reports an error after which NVIDIA's device plugin gives the GPU to no pod: it needs a reset, or the node service."
        {{- with $rules.runbooks }}
        runbook_url: {{ printf "%s/GpuXidError.md" (trimSuffix "/" .) | quote }}
        {{- else }}
        runbook: tritonfleet runbook GpuXidError
        {{- end }}
{{- end }}
{{- if not (get $without "GpuProgramError") }}
    - alert: GpuProgramError
      expr: |-
        max by (UUID, GPU_I_ID, hostname, gpu) (label_replace(DCGM_FI_DEV_XID_ERRORS{err_code=~"13|31|43|45|68|109"}, "hostname", "$1", "Hostname", "(.+)")) > 0
      labels:
        severity: "info"
        {{- range $key, $value := omit ($rules.alertLabels | default dict) "severity" }}
        {{- if not (kindIs "invalid" $value) }}
        {{ $key }}: {{ $value | quote }}
        {{- end }}
        {{- end }}
      annotations:
        summary: "A program on GPU {{ "{{" }} $labels.gpu }} of {{ "{{" }} $labels.hostname }} ended with Xid {{ "{{" }} $value | humanize }}"
        description: "The GPU is healthy; what ran on it did something wrong or was stopped."
        {{- with $rules.runbooks }}
        runbook_url: {{ printf "%s/GpuProgramError.md" (trimSuffix "/" .) | quote }}
        {{- else }}
        runbook: tritonfleet runbook GpuProgramError
        {{- end }}
{{- end }}
{{- if not (get $without "GpuRowRemapFailed") }}
    - alert: GpuRowRemapFailed
      expr: |-
        max by (hostname, gpu, UUID) (max by (UUID, hostname, gpu) (label_replace(DCGM_FI_DEV_ROW_REMAP_FAILURE, "hostname", "$1", "Hostname", "(.+)"))) > 0
      labels:
        severity: "critical"
        {{- range $key, $value := omit ($rules.alertLabels | default dict) "severity" }}
        {{- if not (kindIs "invalid" $value) }}
        {{ $key }}: {{ $value | quote }}
        {{- end }}
        {{- end }}
      annotations:
        summary: "GPU {{ "{{" }} $labels.gpu }} of {{ "{{" }} $labels.hostname }} has no spare memory left"
        description: "A broken row of its memory could not be replaced."
        {{- with $rules.runbooks }}
        runbook_url: {{ printf "%s/GpuRowRemapFailed.md" (trimSuffix "/" .) | quote }}
        {{- else }}
        runbook: tritonfleet runbook GpuRowRemapFailed
        {{- end }}
{{- end }}
{{- if not (get $without "GpuRowsRemapped") }}
    - alert: GpuRowsRemapped
      expr: |-
        sum by (hostname, gpu, UUID) (max by (UUID, hostname, gpu) (label_replace(increase(DCGM_FI_DEV_UNCORRECTABLE_REMAPPED_ROWS[1d]), "hostname", "$1", "Hostname", "(.+)"))) > 0
      labels:
        severity: "warning"
        {{- range $key, $value := omit ($rules.alertLabels | default dict) "severity" }}
        {{- if not (kindIs "invalid" $value) }}
        {{ $key }}: {{ $value | quote }}
        {{- end }}
        {{- end }}
      annotations:
        summary: "GPU {{ "{{" }} $labels.gpu }} of {{ "{{" }} $labels.hostname }} had uncorrectable memory errors"
        description: "{{ "{{" }} $value | humanize }} rows of its memory were replaced within a day; the spare ones are used once the GPU is reset."
        {{- with $rules.runbooks }}
        runbook_url: {{ printf "%s/GpuRowsRemapped.md" (trimSuffix "/" .) | quote }}
        {{- else }}
        runbook: tritonfleet runbook GpuRowsRemapped
        {{- end }}
{{- end }}
{{- if not (get $without "GpuMemoryFull") }}
    - alert: GpuMemoryFull
      expr: |-
        sum by (hostname, gpu, UUID, GPU_I_ID) (max by (UUID, GPU_I_ID, hostname, gpu) (label_replace(DCGM_FI_DEV_FB_USED, "hostname", "$1", "Hostname", "(.+)"))) / ((sum by (hostname, gpu, UUID, GPU_I_ID) (max by (UUID, GPU_I_ID, hostname, gpu) (label_replace(DCGM_FI_DEV_FB_USED, "hostname", "$1", "Hostname", "(.+)"))) + sum by (hostname, gpu, UUID, GPU_I_ID) (max by (UUID, GPU_I_ID, hostname, gpu) (label_replace(DCGM_FI_DEV_FB_FREE, "hostname", "$1", "Hostname", "(.+)")))) > 0) > 0.97
      for: 15m
      labels:
        severity: "warning"
        {{- range $key, $value := omit ($rules.alertLabels | default dict) "severity" }}
        {{- if not (kindIs "invalid" $value) }}
        {{ $key }}: {{ $value | quote }}
        {{- end }}
        {{- end }}
      annotations:
        summary: "The memory of GPU {{ "{{" }} $labels.gpu }} of {{ "{{" }} $labels.hostname }} is full"
        description: "{{ "{{" }} $value | humanizePercentage }} is in use: loading a model or a larger batch will fail."
        {{- with $rules.runbooks }}
        runbook_url: {{ printf "%s/GpuMemoryFull.md" (trimSuffix "/" .) | quote }}
        {{- else }}
        runbook: tritonfleet runbook GpuMemoryFull
        {{- end }}
{{- end }}
{{- if not (get $without "GpuThermalThrottled") }}
    - alert: GpuThermalThrottled
      expr: |-
        max by (hostname, gpu, UUID) (label_replace(rate(DCGM_FI_DEV_THERMAL_VIOLATION[10m]), "hostname", "$1", "Hostname", "(.+)")) / 1e9 > 0.1
      for: 15m
      labels:
        severity: "warning"
        {{- range $key, $value := omit ($rules.alertLabels | default dict) "severity" }}
        {{- if not (kindIs "invalid" $value) }}
        {{ $key }}: {{ $value | quote }}
        {{- end }}
        {{- end }}
      annotations:
        summary: "GPU {{ "{{" }} $labels.gpu }} of {{ "{{" }} $labels.hostname }} runs slower than it could"
        description: "{{ "{{" }} $value | humanizePercentage }} of the time it is held back by its thermal limit."
        {{- with $rules.runbooks }}
        runbook_url: {{ printf "%s/GpuThermalThrottled.md" (trimSuffix "/" .) | quote }}
        {{- else }}
        runbook: tritonfleet runbook GpuThermalThrottled
        {{- end }}
{{- end }}
{{- if not (get $without "GpuPowerThrottled") }}
    - alert: GpuPowerThrottled
      expr: |-
        max by (hostname, gpu, UUID) (label_replace(rate(DCGM_FI_DEV_POWER_VIOLATION[10m]), "hostname", "$1", "Hostname", "(.+)")) / 1e9 > 0.1
      for: 15m
      labels:
        severity: "info"
        {{- range $key, $value := omit ($rules.alertLabels | default dict) "severity" }}
        {{- if not (kindIs "invalid" $value) }}
        {{ $key }}: {{ $value | quote }}
        {{- end }}
        {{- end }}
      annotations:
        summary: "GPU {{ "{{" }} $labels.gpu }} of {{ "{{" }} $labels.hostname }} runs slower than it could"
        description: "{{ "{{" }} $value | humanizePercentage }} of the time it is held back by its power limit."
        {{- with $rules.runbooks }}
        runbook_url: {{ printf "%s/GpuPowerThrottled.md" (trimSuffix "/" .) | quote }}
        {{- else }}
        runbook: tritonfleet runbook GpuPowerThrottled
        {{- end }}
{{- end }}
{{- if not (get $without "GpuHot") }}
    - alert: GpuHot
      expr: |-
        max by (hostname, gpu, UUID) (max by (UUID, hostname, gpu) (label_replace(DCGM_FI_DEV_GPU_TEMP, "hostname", "$1", "Hostname", "(.+)"))) > 85
      for: 10m
      labels:
        severity: "warning"
        {{- range $key, $value := omit ($rules.alertLabels | default dict) "severity" }}
        {{- if not (kindIs "invalid" $value) }}
        {{ $key }}: {{ $value | quote }}
        {{- end }}
        {{- end }}
      annotations:
        summary: "GPU {{ "{{" }} $labels.gpu }} of {{ "{{" }} $labels.hostname }} has {{ "{{" }} $value | humanize }} °C"
        description: "It is about as hot as it may be before it slows down."
        {{- with $rules.runbooks }}
        runbook_url: {{ printf "%s/GpuHot.md" (trimSuffix "/" .) | quote }}
        {{- else }}
        runbook: tritonfleet runbook GpuHot
        {{- end }}
{{- end }}
{{- if not (get $without "GpuExporterAbsent") }}
    - alert: GpuExporterAbsent
      expr: |-
        absent(count(max by (UUID, GPU_I_ID) (DCGM_FI_DEV_FB_USED)))
      for: 10m
      labels:
        severity: "warning"
        {{- range $key, $value := omit ($rules.alertLabels | default dict) "severity" }}
        {{- if not (kindIs "invalid" $value) }}
        {{ $key }}: {{ $value | quote }}
        {{- end }}
        {{- end }}
      annotations:
        summary: "Prometheus has no metric of any GPU"
        description: "dcgm-exporter does not run, or is not scraped: no alert on GPUs can fire."
        {{- with $rules.runbooks }}
        runbook_url: {{ printf "%s/GpuExporterAbsent.md" (trimSuffix "/" .) | quote }}
        {{- else }}
        runbook: tritonfleet runbook GpuExporterAbsent
        {{- end }}
{{- end }}
{{- if not (get $without "GpuNodeUnwatched") }}
    - alert: GpuNodeUnwatched
      expr: |-
        sum by (node) (kube_node_status_allocatable{resource=~"nvidia_com_(gpu|mig).*"}) > 0
        unless on (node)
        label_replace(count by (hostname) (max by (UUID, GPU_I_ID, hostname) (label_replace(DCGM_FI_DEV_FB_USED, "hostname", "$1", "Hostname", "(.+)"))), "node", "$1", "hostname", "(.+)")
      for: 15m
      labels:
        severity: "warning"
        {{- range $key, $value := omit ($rules.alertLabels | default dict) "severity" }}
        {{- if not (kindIs "invalid" $value) }}
        {{ $key }}: {{ $value | quote }}
        {{- end }}
        {{- end }}
      annotations:
        summary: "Nothing is known of the GPUs of {{ "{{" }} $labels.node }}"
        description: "The node offers {{ "{{" }} $value | humanize }} GPUs or slices to pods, and no dcgm-exporter tells of them."
        {{- with $rules.runbooks }}
        runbook_url: {{ printf "%s/GpuNodeUnwatched.md" (trimSuffix "/" .) | quote }}
        {{- else }}
        runbook: tritonfleet runbook GpuNodeUnwatched
        {{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- if $terms.keda }}
{{- if or (not (get $without "KedaAbsent")) (not (get $without "KedaScalersFailing")) (not (get $without "KedaWebhookRefuses")) }}
- name: keda-alerts
  rules:
{{- if not (get $without "KedaAbsent") }}
    - alert: KedaAbsent
      expr: |-
        absent(keda_build_info)
      for: 10m
      labels:
        severity: "warning"
        {{- range $key, $value := omit ($rules.alertLabels | default dict) "severity" }}
        {{- if not (kindIs "invalid" $value) }}
        {{ $key }}: {{ $value | quote }}
        {{- end }}
        {{- end }}
      annotations:
        summary: "Prometheus has no metric of KEDA"
        description: "KEDA's operator does not run or is not scraped: nothing says whether services scale."
        {{- with $rules.runbooks }}
        runbook_url: {{ printf "%s/KedaAbsent.md" (trimSuffix "/" .) | quote }}
        {{- else }}
        runbook: tritonfleet runbook KedaAbsent
        {{- end }}
{{- end }}
{{- if not (get $without "KedaScalersFailing") }}
    - alert: KedaScalersFailing
      expr: |-
        count(sum by (namespace, scaledObject) (label_replace(increase(keda_scaler_detail_errors_total[10m]), "namespace", "$1", "exported_namespace", "(.+)")) > 0) >= 2
      for: 10m
      labels:
        severity: "warning"
        {{- range $key, $value := omit ($rules.alertLabels | default dict) "severity" }}
        {{- if not (kindIs "invalid" $value) }}
        {{ $key }}: {{ $value | quote }}
        {{- end }}
        {{- end }}
      annotations:
        summary: "{{ "{{" }} $value | humanize }} scalers cannot be read"
        description: "What they share is broken, most likely Prometheus or the way to it."
        {{- with $rules.runbooks }}
        runbook_url: {{ printf "%s/KedaScalersFailing.md" (trimSuffix "/" .) | quote }}
        {{- else }}
        runbook: tritonfleet runbook KedaScalersFailing
        {{- end }}
{{- end }}
{{- if not (get $without "KedaWebhookRefuses") }}
    - alert: KedaWebhookRefuses
      expr: |-
        sum by (namespace) (label_replace(increase(keda_webhook_scaled_object_validation_errors_total[15m]), "namespace", "$1", "exported_namespace", "(.+)")) > 0
      labels:
        severity: "warning"
        {{- range $key, $value := omit ($rules.alertLabels | default dict) "severity" }}
        {{- if not (kindIs "invalid" $value) }}
        {{ $key }}: {{ $value | quote }}
        {{- end }}
        {{- end }}
      annotations:
        summary: "KEDA refused a ScaledObject in {{ "{{" }} $labels.namespace }}"
        description: "What was applied there is not what runs."
        {{- with $rules.runbooks }}
        runbook_url: {{ printf "%s/KedaWebhookRefuses.md" (trimSuffix "/" .) | quote }}
        {{- else }}
        runbook: tritonfleet runbook KedaWebhookRefuses
        {{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- end -}}
