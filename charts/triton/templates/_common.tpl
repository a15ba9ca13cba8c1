{{/*
What both charts share. triton-platform has a copy: `python -m tritonfleet.charts write` makes it.
Every helper takes the root context unless it says otherwise.
*/}}

{{- define "tritonfleet.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{- define "tritonfleet.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride -}}
{{- else -}}
{{- $name := include "tritonfleet.name" . -}}
{{- $full := contains $name .Release.Name | ternary .Release.Name (printf "%s-%s" .Release.Name $name) -}}
{{- $full | trunc 63 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "tritonfleet.namespace" -}}
{{- default .Release.Namespace .Values.namespaceOverride -}}
{{- end -}}

{{/* Labels of an object: (list context component), and labels to add as a third. */}}
{{- define "tritonfleet.labels" -}}
{{- $root := index . 0 -}}
{{- $version := $root.Chart.AppVersion -}}
{{- with get $root.Values "image" -}}{{- $version = .tag -}}{{- end -}}
{{- $own := dict
      "app.kubernetes.io/name" (include "tritonfleet.name" $root)
      "app.kubernetes.io/instance" (include "tritonfleet.fullname" $root)
      "app.kubernetes.io/version" ($version | trunc 63 | trimAll "-_.")
      "app.kubernetes.io/component" (index . 1)
      "app.kubernetes.io/part-of" "tritonfleet"
      "app.kubernetes.io/managed-by" $root.Release.Service
      "helm.sh/chart" (printf "%s-%s" $root.Chart.Name $root.Chart.Version | replace "+" "_" | trunc 63 | trimAll "-_.")
-}}
{{- $more := gt (len .) 2 | ternary (last .) dict -}}
{{- toYaml (merge $own $more $root.Values.commonLabels) -}}
{{- end -}}

{{/* A number, boolean or string: (scalar). Helm reads every number as a float, 1e+06 included. */}}
{{- define "tritonfleet.scalar" -}}
{{- if kindIs "float64" . -}}{{- int64 . -}}{{- else -}}{{- toString . -}}{{- end -}}
{{- end -}}

{{/* Peers of a policy as a list: (map of name to peer). A peer that is null is left out. */}}
{{- define "tritonfleet.peers" -}}
{{- $peers := list -}}
{{- range . -}}
{{- if not (kindIs "invalid" .) -}}
{{- $peers = append $peers (include "tritonfleet.peer" . | fromJson) -}}
{{- end -}}
{{- end -}}
{{- if $peers -}}{{- toYaml $peers -}}{{- end -}}
{{- end -}}

{{/* One peer, in JSON: without anything it is every Pod of the same namespace. */}}
{{- define "tritonfleet.peer" -}}
{{- $peer := dict -}}
{{- if .cidr -}}
{{- $_ := set $peer "ipBlock" (dict "cidr" .cidr) -}}
{{- else -}}
{{- if not (kindIs "invalid" .namespaceLabels) -}}
{{- $_ := set $peer "namespaceSelector" (empty .namespaceLabels | ternary dict (dict "matchLabels" .namespaceLabels)) -}}
{{- end -}}
{{- if or .podLabels (kindIs "invalid" .namespaceLabels) -}}
{{- $_ := set $peer "podSelector" (empty .podLabels | ternary dict (dict "matchLabels" .podLabels)) -}}
{{- end -}}
{{- end -}}
{{- toJson $peer -}}
{{- end -}}

{{- define "tritonfleet.dnsEgress" -}}
- ports:
    - port: 53
      protocol: UDP
    - port: 53
      protocol: TCP
{{- end -}}

{{/* One rule a peer, because each has its own ports: (map of name to peer). */}}
{{- define "tritonfleet.peerEgress" -}}
{{- $rules := list -}}
{{- range . -}}
{{- if not (kindIs "invalid" .) -}}
{{- $rule := dict "to" (list (include "tritonfleet.peer" . | fromJson)) -}}
{{- $ports := list -}}
{{- range .ports -}}{{- $ports = append $ports (dict "port" (int64 .) "protocol" "TCP") -}}{{- end -}}
{{- with $ports -}}{{- $_ := set $rule "ports" . -}}{{- end -}}
{{- $rules = append $rules $rule -}}
{{- end -}}
{{- end -}}
{{- if $rules -}}{{- toYaml $rules -}}{{- end -}}
{{- end -}}
