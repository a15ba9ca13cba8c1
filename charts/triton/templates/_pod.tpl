{{/* Parts of the Pod. */}}

{{/* Environment of the container: what the chart sets, then what a person sets; null drops a name. */}}
{{- define "triton.env" -}}
{{- $env := include "triton.repositoryEnv" . | fromJson -}}
{{- /* The home folder of the image is read-only; libraries keep their caches below it. */ -}}
{{- $_ := set $env "HOME" (dict "value" "/tmp") -}}
{{- if not .Values.gpu -}}
{{- /* The image asks for every GPU of the node when nothing else is said. */ -}}
{{- $_ := set $env "NVIDIA_VISIBLE_DEVICES" (dict "value" "void") -}}
{{- end -}}
{{- range $name, $source := .Values.env -}}
{{- $_ := set $env $name $source -}}
{{- end -}}
{{- range $name, $source := $env }}
{{- with $source }}
- name: {{ $name | quote }}
  {{- if .secretKeyRef }}
  valueFrom:
    secretKeyRef:
      name: {{ .secretKeyRef.name | quote }}
      key: {{ .secretKeyRef.key | quote }}
  {{- else if .configMapKeyRef }}
  valueFrom:
    configMapKeyRef:
      name: {{ .configMapKeyRef.name | quote }}
      key: {{ .configMapKeyRef.key | quote }}
  {{- else if .fieldRef }}
  valueFrom:
    fieldRef:
      fieldPath: {{ .fieldRef.fieldPath | quote }}
  {{- else }}
  value: {{ .value | quote }}
  {{- end }}
{{- end }}
{{- end }}
{{- end -}}

{{/* Containers and Pods that Pod Security "restricted" admits; uid 1000 is triton-server in the image. */}}
{{- define "triton.podSecurityContext" -}}
runAsNonRoot: true
runAsUser: 1000
runAsGroup: 1000
fsGroup: 1000
fsGroupChangePolicy: OnRootMismatch
seccompProfile:
  type: RuntimeDefault
{{- end -}}

{{- define "triton.securityContext" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
runAsNonRoot: true
capabilities:
  drop: [ALL]
{{- end -}}

{{/*
The HTTP endpoint opens after the initial load (triton-inference-server/server:src/main.cc), so "live" is
the right start-up test. "ready" is not: one failed model would restart the container for ever.
*/}}
{{- define "triton.probes" -}}
{{- $probes := .Values.probes -}}
{{- $startup := $probes.startup -}}
startupProbe:
  httpGet:
    path: /v2/health/live
    port: http
  periodSeconds: {{ $startup.periodSeconds | int64 }}
  timeoutSeconds: {{ $startup.timeoutSeconds | int64 }}
  failureThreshold: {{ include "triton.startupFailures" . }}
livenessProbe:
  httpGet:
    path: /v2/health/live
    port: http
  periodSeconds: {{ $probes.liveness.periodSeconds | int64 }}
  timeoutSeconds: {{ $probes.liveness.timeoutSeconds | int64 }}
  failureThreshold: {{ $probes.liveness.failureThreshold | int64 }}
readinessProbe:
  httpGet:
    path: /v2/health/ready
    port: http
  periodSeconds: {{ $probes.readiness.periodSeconds | int64 }}
  timeoutSeconds: {{ $probes.readiness.timeoutSeconds | int64 }}
  failureThreshold: {{ $probes.readiness.failureThreshold | int64 }}
{{- end -}}

{{/* Attempts that cover the start-up budget, rounded up. */}}
{{- define "triton.startupFailures" -}}
{{- $startup := .Values.probes.startup -}}
{{- div (sub (add $startup.budgetSeconds $startup.periodSeconds) 1) $startup.periodSeconds -}}
{{- end -}}

{{- define "triton.gracePeriod" -}}
{{- add .Values.shutdown.preStopSeconds .Values.server.exitTimeoutSeconds .Values.shutdown.unloadSeconds -}}
{{- end -}}

{{/* Ten minutes above the start-up budget: the image has several gigabytes. */}}
{{- define "triton.progressDeadline" -}}
{{- $derived := add .Values.probes.startup.budgetSeconds .Values.minReadySeconds 600 -}}
{{- .Values.progressDeadlineSeconds | default $derived | int64 -}}
{{- end -}}

{{- define "triton.extraMounts" -}}
{{- range $name, $volume := .Values.extraVolumes }}
{{- with $volume }}
- name: {{ $name | quote }}
  mountPath: {{ .mountPath | quote }}
  readOnly: {{ ternary true .readOnly (kindIs "invalid" .readOnly) }}
{{- end }}
{{- end }}
{{- end -}}

{{- define "triton.extraVolumes" -}}
{{- range $name, $volume := .Values.extraVolumes }}
{{- with $volume }}
- name: {{ $name | quote }}
  {{- if .configMap }}
  configMap:
    name: {{ .configMap.name | quote }}
  {{- else if .secret }}
  secret:
    secretName: {{ .secret.name | quote }}
  {{- else if .pvc }}
  persistentVolumeClaim:
    claimName: {{ .pvc.name | quote }}
  {{- else }}
  emptyDir:
    sizeLimit: {{ .emptyDir.sizeLimit }}
    {{- with .emptyDir.medium }}
    medium: {{ . }}
    {{- end }}
  {{- end }}
{{- end }}
{{- end }}
{{- end -}}
