{{/* What cannot work: keys that a person set to null, which Helm deletes, and a policy against NVIDIA's own Pods. */}}
{{- define "platform.validate" -}}
{{- $values := .Values -}}
{{- range $section, $keys := dict
      "namespace" (list "create" "podSecurity" "labels" "annotations")
      "resourceQuota" (list "hard")
      "limitRange" (list)
      "networkPolicy" (list "enabled" "dns" "ingress" "egress")
      "httpAddOn" (list "namespace" "service" "routesFrom")
      "gpu" (list "annotations" "migParted" "devicePlugin")
      "monitoring" (list "rules" "dcgm")
      "dashboards" (list "annotations" "sidecar" "operator")
      "triggerAuthentication" (list) -}}
{{- if not (kindIs "map" (get $values $section)) -}}
{{- fail (printf "%s: expected an object; leave it out to get the defaults, instead of null" $section) -}}
{{- end -}}
{{- range $keys -}}
{{- if not (hasKey (get $values $section) .) -}}
{{- fail (printf "%s.%s: must not be null; leave it out to get the default" $section .) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- range $section, $keys := dict
      "monitor" (list "kind" "labels" "interval" "scrapeTimeout")
      "counters" (list "enabled" "fields") -}}
{{- range $key := $keys -}}
{{- if not (hasKey (get $values.monitoring.dcgm $section | default dict) $key) -}}
{{- fail (printf "monitoring.dcgm.%s.%s: must not be null; leave it out to get the default" $section $key) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- with $values.monitoring.dcgm.monitor -}}
{{- if gt (include "platform.milliseconds" .scrapeTimeout | int64) (include "platform.milliseconds" .interval | int64) -}}
{{- fail (printf "monitoring.dcgm.monitor: scrapeTimeout (%s) is above interval (%s)" .scrapeTimeout .interval) -}}
{{- end -}}
{{- end -}}
{{- $gpu := $values.gpu -}}
{{- if and $values.networkPolicy.enabled (or $gpu.migParted.configs $gpu.devicePlugin.configs) -}}
{{- fail "networkPolicy.enabled: must be false beside gpu: the namespace is NVIDIA's, and its Pods would reach nobody" -}}
{{- end -}}
{{- end -}}
