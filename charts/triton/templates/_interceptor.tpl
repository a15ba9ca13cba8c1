{{/* The way through KEDA's HTTP add-on. Every helper takes the root context unless it says otherwise. */}}

{{/* What autoscaling.keda.interceptorRoute says, defaults filled in, as JSON; an empty object without it. */}}
{{- define "triton.interceptor" -}}
{{- $route := dict -}}
{{- $scaling := .Values.autoscaling -}}
{{- if eq $scaling.owner "keda" -}}
{{- with $scaling.keda.interceptorRoute -}}
{{- $proxy := .proxy | default dict -}}
{{- $route = dict
      "concurrency" (int64 .concurrency)
      "port" (.port | default "http")
      "hosts" (.hosts | default list)
      "readiness" (.readinessSeconds | default (include "triton.progressDeadline" $) | int64)
      "namespace" ($proxy.namespace | default "keda")
      "service" ($proxy.service | default "keda-add-ons-http-interceptor-proxy")
      "proxyPort" ($proxy.port | default 8080 | int64)
      "domain" ($proxy.clusterDomain | default "cluster.local") -}}
{{- end -}}
{{- end -}}
{{- toJson $route -}}
{{- end -}}

{{/* Hosts by which the proxy finds the service: those of the Service that leads to it, and those from outside. */}}
{{- define "triton.interceptorHosts" -}}
{{- $interceptor := include "triton.interceptor" . | fromJson -}}
{{- $own := printf "%s.%s" (include "triton.child" (list . "interceptor")) (include "tritonfleet.namespace" .) -}}
{{- $hosts := list $own (printf "%s.svc" $own) (printf "%s.svc.%s" $own $interceptor.domain) -}}
{{- if .Values.ingress.enabled -}}{{- $hosts = append $hosts .Values.ingress.host -}}{{- end -}}
{{- range list .Values.httpRoute .Values.grpcRoute -}}
{{- if .enabled -}}{{- $hosts = concat $hosts (.hostnames | default list) -}}{{- end -}}
{{- end -}}
{{- concat $hosts $interceptor.hosts | uniq | toYaml -}}
{{- end -}}

{{/* What a route of the Gateway API leads to: (list context port). */}}
{{- define "triton.routeBackend" -}}
{{- $interceptor := include "triton.interceptor" (index . 0) | fromJson -}}
{{- if $interceptor -}}
- name: {{ $interceptor.service | quote }}
  namespace: {{ $interceptor.namespace | quote }}
  port: {{ $interceptor.proxyPort | int64 }}
{{- else -}}
- name: {{ include "tritonfleet.fullname" (index . 0) | quote }}
  port: {{ index . 1 | int64 }}
{{- end -}}
{{- end -}}

{{/* ingress-nginx waits a minute for an answer; the proxy holds a request until the first Pod is ready. */}}
{{- define "triton.ingressAnnotations" -}}
{{- $own := dict -}}
{{- with include "triton.interceptor" . | fromJson -}}
{{- $_ := set $own "nginx.ingress.kubernetes.io/proxy-read-timeout" (toString (int64 .readiness)) -}}
{{- end -}}
{{- with merge (dict) (.Values.ingress.annotations | default dict) $own -}}{{- toYaml . -}}{{- end -}}
{{- end -}}

{{- define "triton.validateInterceptor" -}}
{{- $at := "autoscaling.keda.interceptorRoute" -}}
{{- $route := .Values.autoscaling.keda.interceptorRoute -}}
{{- with $route -}}
{{- if lt (int64 .concurrency) 1 -}}
{{- fail (printf "%s.concurrency: expected requests in flight a Pod, 1 or more" $at) -}}
{{- end -}}
{{- $asked := false -}}
{{- range $.Values.autoscaling.keda.triggers -}}
{{- if and . (eq (.type | default "prometheus") "external-push") (not (get (.metadata | default dict) "scalerAddress")) -}}
{{- $asked = true -}}
{{- end -}}
{{- end -}}
{{- if not $asked -}}
{{- fail (printf "%s needs a trigger of type external-push without scalerAddress" $at) -}}
{{- end -}}
{{- $port := .port | default "http" -}}
{{- range $name, $own := dict "ingress" "http" "httpRoute" "http" "grpcRoute" "grpc" -}}
{{- $way := get $.Values $name -}}
{{- if and $way.enabled (ne $own $port) -}}
{{- fail (printf "%s: %s leads to port %s only" $name $at $port) -}}
{{- end -}}
{{- if and $way.enabled (ne $name "ingress") (not (or $way.hostnames $route.hosts)) -}}
{{- fail (printf "%s.hostnames is needed, because %s finds the service by its host" $name $at) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}
