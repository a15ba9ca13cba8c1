{{/* Keys that Helm deletes when a person sets them to null, and without which nothing sensible can be rendered. */}}
{{- define "platform.validate" -}}
{{- $values := .Values -}}
{{- range $section, $keys := dict
      "namespace" (list "create" "podSecurity" "labels" "annotations")
      "resourceQuota" (list "hard")
      "limitRange" (list)
      "networkPolicy" (list "enabled" "dns" "ingress" "egress")
      "gpu" (list "annotations" "migParted" "devicePlugin") -}}
{{- if not (kindIs "map" (get $values $section)) -}}
{{- fail (printf "%s: expected an object; leave it out to get the defaults, instead of null" $section) -}}
{{- end -}}
{{- range $keys -}}
{{- if not (hasKey (get $values $section) .) -}}
{{- fail (printf "%s.%s: must not be null; leave it out to get the default" $section .) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}
