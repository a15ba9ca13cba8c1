{{/* Values as text. */}}

{{/* Bytes of an amount of memory: (string such as 64Mi). Compare them as floats: an amount may exceed int64. */}}
{{- define "triton.bytes" -}}
{{- $factors := dict "k" 1000 "M" 1000000 "G" 1000000000 "T" 1000000000000 "P" 1000000000000000
      "Ki" 1024 "Mi" 1048576 "Gi" 1073741824 "Ti" 1099511627776 "Pi" 1125899906842624 -}}
{{- mulf (regexFind "^[0-9.]+" . | float64) (get $factors (regexFind "[A-Za-z]+$" .)) | floor | printf "%.0f" -}}
{{- end -}}

{{/* Millicores of an amount of CPU: (string or number such as 500m or 2). Compare them as floats too. */}}
{{- define "triton.millicores" -}}
{{- $text := include "tritonfleet.scalar" . -}}
{{- hasSuffix "m" $text | ternary (trimSuffix "m" $text | float64) (mulf 1000 ($text | float64)) | floor | printf "%.0f" -}}
{{- end -}}

{{/* Amounts of resources with the GPU, unless it is claimed: (list amounts gpu). */}}
{{- define "triton.amounts" -}}
{{- range $name, $amount := index . 0 -}}
{{- if not (kindIs "invalid" $amount) }}
{{ $name }}: {{ include "tritonfleet.scalar" $amount | quote }}
{{- end -}}
{{- end -}}
{{- with index . 1 }}
{{- if kindIs "invalid" .claim }}
{{ .resource | default "nvidia.com/gpu" }}: {{ .count | default 1 | int64 | quote }}
{{- end }}
{{- end -}}
{{- end -}}
