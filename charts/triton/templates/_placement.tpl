{{/* Where the Pods run. */}}

{{- define "triton.placement" -}}
{{- with .Values.runtimeClassName }}
runtimeClassName: {{ . | quote }}
{{- end }}
{{- with .Values.priorityClassName }}
priorityClassName: {{ . | quote }}
{{- end }}
{{- with .Values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- include "triton.nodeAffinity" . }}
{{- include "triton.tolerations" . }}
{{- include "triton.topologySpread" . }}
{{- end -}}

{{- define "triton.nodeAffinity" -}}
{{- $expressions := list -}}
{{- range $key, $requirement := .Values.nodeAffinity -}}
{{- if not (kindIs "invalid" $requirement) -}}
{{- $expression := dict "key" $key "operator" (default "In" $requirement.operator) -}}
{{- with $requirement.values -}}{{- $_ := set $expression "values" . -}}{{- end -}}
{{- $expressions = append $expressions $expression -}}
{{- end -}}
{{- end -}}
{{- with $expressions }}
affinity:
  nodeAffinity:
    requiredDuringSchedulingIgnoredDuringExecution:
      nodeSelectorTerms:
        - matchExpressions:
            {{- toYaml . | nindent 12 }}
{{- end }}
{{- end -}}

{{- define "triton.tolerations" -}}
{{- $tolerations := list -}}
{{- range .Values.tolerations -}}
{{- if not (kindIs "invalid" .) -}}
{{- $toleration := dict "operator" (default "Exists" .operator) -}}
{{- with .key -}}{{- $_ := set $toleration "key" . -}}{{- end -}}
{{- with .value -}}{{- $_ := set $toleration "value" . -}}{{- end -}}
{{- with .effect -}}{{- $_ := set $toleration "effect" . -}}{{- end -}}
{{- if not (kindIs "invalid" .tolerationSeconds) -}}
{{- $_ := set $toleration "tolerationSeconds" (int64 .tolerationSeconds) -}}
{{- end -}}
{{- $tolerations = append $tolerations $toleration -}}
{{- end -}}
{{- end -}}
{{- with $tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{- define "triton.topologySpread" -}}
{{- $root := . -}}
{{- $spread := list -}}
{{- range $key, $rule := .Values.topologySpread -}}
{{- if not (kindIs "invalid" $rule) -}}
{{- $spread = append $spread (dict
      "topologyKey" $key
      "maxSkew" (default 1 $rule.maxSkew | int64)
      "whenUnsatisfiable" (default "ScheduleAnyway" $rule.whenUnsatisfiable)
      "labelSelector" (dict "matchLabels" (dict
        "app.kubernetes.io/name" (include "tritonfleet.name" $root)
        "app.kubernetes.io/instance" (include "tritonfleet.fullname" $root)))
      "matchLabelKeys" (list "pod-template-hash")) -}}
{{- end -}}
{{- end -}}
{{- with $spread }}
topologySpreadConstraints:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}
