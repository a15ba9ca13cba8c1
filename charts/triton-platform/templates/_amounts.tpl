{{/* Amounts of resources: (map of name to amount). */}}
{{- define "platform.amounts" -}}
{{- range $name, $amount := . }}
{{- if not (kindIs "invalid" $amount) }}
{{ $name | quote }}: {{ include "tritonfleet.scalar" $amount | quote }}
{{- end }}
{{- end }}
{{- end -}}
