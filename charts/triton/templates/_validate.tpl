{{/*
Combinations that cannot work. The schema says most of it earlier and with more detail; this holds when
the schema is skipped, and for what it cannot compare. Every helper fails, or renders nothing.
*/}}

{{- define "triton.validate" -}}
{{- include "triton.validateSections" . -}}
{{- include "triton.validateServer" . -}}
{{- include "triton.validateRollout" . -}}
{{- include "triton.validateResources" . -}}
{{- include "triton.validateRepository" . -}}
{{- include "triton.validateNetwork" . -}}
{{- include "triton.validateMonitoring" . -}}
{{- include "triton.validateAutoscaling" . -}}
{{- end -}}

{{- define "triton.validateSections" -}}
{{- $values := .Values -}}
{{- range list "image" "strategy" "modelRepository" "server" "resources" "sharedMemory" "scratch" "probes"
      "shutdown" "podDisruptionBudget" "serviceAccount" "service" "networkPolicy" "ingress" "httpRoute" "grpcRoute"
      "monitoring" "slo" "autoscaling" "test" -}}
{{- if not (kindIs "map" (get $values .)) -}}
{{- fail (printf "%s: expected an object; leave it out to get the defaults, instead of null" .) -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "triton.validateServer" -}}
{{- $server := .Values.server -}}
{{- $ports := list (int64 $server.http.port) (int64 $server.grpc.port) (int64 $server.metrics.port) -}}
{{- if lt (len (uniq $ports)) 3 -}}
{{- fail (printf "server: http.port, grpc.port and metrics.port must differ, got %v" $ports) -}}
{{- end -}}
{{- if ne $server.modelControl "explicit" -}}
{{- range $model, $load := $server.loadModels -}}
{{- if $load -}}
{{- fail (printf "server.loadModels.%s needs server.modelControl: explicit, got %s" $model $server.modelControl) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- if $server.extraArgs -}}
{{- $own := include "triton.ownArgs" . -}}
{{- range $flag, $_ := $server.extraArgs -}}
{{- if regexMatch (printf "(?m)^- \"?--%s(=|\"|$)" (regexQuoteMeta $flag)) $own -}}
{{- fail (printf "server.extraArgs.%s: the chart sets this flag; use its own value below server" $flag) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- if ne (empty .Values.test.model) (empty .Values.test.inputs) -}}
{{- fail "test: model and inputs belong together; give both or neither" -}}
{{- end -}}
{{- end -}}

{{- define "triton.validateRollout" -}}
{{- $budget := int64 .Values.probes.startup.budgetSeconds -}}
{{- if le (include "triton.progressDeadline" . | int64) $budget -}}
{{- fail (printf "progressDeadlineSeconds: expected more than probes.startup.budgetSeconds (%d), or null" $budget) -}}
{{- end -}}
{{- $zero := list "0" "0%" -}}
{{- $surge := include "tritonfleet.scalar" .Values.strategy.maxSurge -}}
{{- $missing := include "tritonfleet.scalar" .Values.strategy.maxUnavailable -}}
{{- if and (eq .Values.strategy.type "RollingUpdate") (has $surge $zero) (has $missing $zero) -}}
{{- fail "strategy: maxSurge and maxUnavailable must not both be 0: no Pod could ever be replaced" -}}
{{- end -}}
{{- $disruption := .Values.podDisruptionBudget -}}
{{- if not (or (kindIs "invalid" $disruption.minAvailable) (kindIs "invalid" $disruption.maxUnavailable)) -}}
{{- fail "podDisruptionBudget: minAvailable and maxUnavailable exclude each other; set one to null" -}}
{{- end -}}
{{- end -}}

{{- define "triton.validateResources" -}}
{{- with .Values.gpu -}}
{{- if and .resource (not (kindIs "invalid" .claim)) -}}
{{- fail (printf "gpu: resource (%s) and claim exclude each other; set one to null" .resource) -}}
{{- end -}}
{{- end -}}
{{- $requests := .Values.resources.requests | default dict -}}
{{- $limits := .Values.resources.limits | default dict -}}
{{- range $name, $unit := dict "cpu" "triton.millicores" "memory" "triton.bytes" "ephemeral-storage" "triton.bytes" -}}
{{- $request := get $requests $name -}}
{{- $limit := get $limits $name -}}
{{- if and $request $limit -}}
{{- if gt (include $unit $request | float64) (include $unit $limit | float64) -}}
{{- fail (printf "resources: requests.%s (%v) is above limits.%s (%v)" $name $request $name $limit) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- with $limits.memory -}}
{{- if and $.Values.sharedMemory.mount (le (include "triton.bytes" . | float64) (include "triton.bytes" $.Values.sharedMemory.size | float64)) -}}
{{- fail (printf "sharedMemory.size: expected less than resources.limits.memory (%s), which it counts against, got %s" . $.Values.sharedMemory.size) -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "triton.validateRepository" -}}
{{- $models := .Values.modelRepository -}}
{{- $sources := list -}}
{{- range list "s3" "gcs" "azureBlob" "pvc" "image" "configMap" -}}
{{- if not (kindIs "invalid" (get $models . | default nil)) -}}{{- $sources = append $sources . -}}{{- end -}}
{{- end -}}
{{- if gt (len $sources) 1 -}}
{{- fail (printf "modelRepository: expected one source, got %s; set the others to null" (join " and " $sources)) -}}
{{- end -}}
{{- with $models.configMap -}}
{{- range $model, $files := .models -}}
{{- $size := 0 -}}
{{- range $files -}}{{- $size = add $size (len .) -}}{{- end -}}
{{- if gt $size 1048576 -}}
{{- fail (printf "modelRepository.configMap.models.%s: a ConfigMap holds at most 1 MiB; use another source" $model) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- if not .Values.serviceAccount.create -}}
{{- if not .Values.serviceAccount.name -}}
{{- fail "serviceAccount.name is needed when serviceAccount.create is false" -}}
{{- end -}}
{{- range $source, $key := dict "s3" "roleArn" "gcs" "serviceAccount" "azureBlob" "clientId" -}}
{{- if get (get $models $source | default dict) $key -}}
{{- fail (printf "modelRepository.%s.%s needs serviceAccount.create: true" $source $key) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "triton.validateNetwork" -}}
{{- if and .Values.ingress.enabled (not .Values.ingress.host) -}}
{{- fail "ingress.host is needed when ingress.enabled is true" -}}
{{- end -}}
{{- if and .Values.ingress.enabled (empty (compact (values .Values.ingress.paths))) -}}
{{- fail "ingress.paths: expected at least one path, or every path would be exposed" -}}
{{- end -}}
{{- range $name, $matches := dict "httpRoute" "paths" "grpcRoute" "methods" -}}
{{- $route := get $.Values $name -}}
{{- if $route.enabled -}}
{{- if empty (omit $route.parentRefs "") -}}
{{- fail (printf "%s.parentRefs: expected at least one Gateway when %s.enabled is true" $name $name) -}}
{{- end -}}
{{- if empty (compact (values (get $route $matches))) -}}
{{- fail (printf "%s.%s: expected at least one, or everything would be exposed" $name $matches) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}
