{{/* What HTTPRoute and GRPCRoute share: (route values). */}}

{{- define "triton.routeParents" -}}
parentRefs:
  {{- range $name, $parent := .parentRefs }}
  {{- if not (kindIs "invalid" $parent) }}
  - name: {{ $name | quote }}
    {{- with $parent.namespace }}
    namespace: {{ . | quote }}
    {{- end }}
    {{- with $parent.sectionName }}
    sectionName: {{ . | quote }}
    {{- end }}
  {{- end }}
  {{- end }}
{{- with .hostnames }}
hostnames:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}
