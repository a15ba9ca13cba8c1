{{/* Metadata of a ConfigMap for the GPUs: (list root name content). */}}
{{- define "platform.gpuMetadata" -}}
{{- $root := index . 0 -}}
{{- $own := dict "tritonfleet.dev/content-sha256" (index . 2 | sha256sum) -}}
name: {{ index . 1 | quote }}
namespace: {{ include "tritonfleet.namespace" $root | quote }}
labels:
  {{- include "tritonfleet.labels" (list $root "gpu") | nindent 2 }}
annotations:
  {{- toYaml (merge $own ($root.Values.gpu.annotations | default dict)) | nindent 2 }}
{{- end -}}

{{/* The configurations that are not null, as YAML: (map of name to configuration). */}}
{{- define "platform.gpuConfigs" -}}
{{- $configs := dict -}}
{{- range $name, $config := . -}}
{{- if not (kindIs "invalid" $config) -}}
{{- $_ := set $configs $name $config -}}
{{- end -}}
{{- end -}}
{{- if $configs -}}{{- toYaml $configs -}}{{- end -}}
{{- end -}}

{{/* Refuses a configuration with two entries for one GPU: (list name entries). */}}
{{- define "platform.disjointEntries" -}}
{{- $name := index . 0 -}}
{{- $entries := index . 1 -}}
{{- range $j, $second := $entries -}}
{{- range $i, $first := slice $entries 0 $j -}}
{{- $devices := include "platform.meet" (list $first.devices $second.devices "all") -}}
{{- $products := include "platform.meet" (list (get $first "device-filter") (get $second "device-filter") "") -}}
{{- if and $devices $products -}}
{{- fail (printf "gpu.migParted.configs.%s: entries %d and %d mean the same GPUs, and the later would win" $name $i $j) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* Says yes when two lists, or single items, share one: (list first second everything). A PCI id holds its subsystems. */}}
{{- define "platform.meet" -}}
{{- $sides := list -}}
{{- range slice . 0 2 -}}
{{- $side := list -}}
{{- range (kindIs "slice" . | ternary . (list (default "" .))) -}}
{{- $side = append $side (kindIs "float64" . | ternary (printf "%v;" .) (lower (toString .))) -}}
{{- end -}}
{{- $sides = append $sides $side -}}
{{- end -}}
{{- $everything := or (has (index . 2) (first $sides)) (has (index . 2) (last $sides)) -}}
{{- range $one := first $sides -}}
{{- range $other := last $sides -}}
{{- if or $everything (hasPrefix $one $other) (hasPrefix $other $one) -}}yes{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}
