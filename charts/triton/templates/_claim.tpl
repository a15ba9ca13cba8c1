{{/* The GPU by dynamic resource allocation. Every helper renders nothing without `gpu.claim`. */}}

{{/* What is claimed, in JSON: the `devices` of a ResourceClaim. */}}
{{- define "triton.claimDevices" -}}
{{- $gpu := .Values.gpu | default dict -}}
{{- $claim := $gpu.claim -}}
{{- if not (kindIs "invalid" $claim) -}}
{{- $exactly := dict
      "deviceClassName" ($claim.deviceClassName | default "gpu.nvidia.com")
      "allocationMode" "ExactCount"
      "count" ($gpu.count | default 1 | int64) -}}
{{- $selectors := list -}}
{{- range $claim.selectors -}}
{{- $selectors = append $selectors (dict "cel" (dict "expression" .)) -}}
{{- end -}}
{{- with $selectors -}}{{- $_ := set $exactly "selectors" . -}}{{- end -}}
{{- $devices := dict "requests" (list (dict "name" "gpu" "exactly" $exactly)) -}}
{{- with include "triton.claimParameters" $claim -}}
{{- $opaque := dict "driver" "gpu.nvidia.com" "parameters" (fromJson .) -}}
{{- $_ := set $devices "config" (list (dict "requests" (list "gpu") "opaque" $opaque)) -}}
{{- end -}}
{{- toJson $devices -}}
{{- end -}}
{{- end -}}

{{/* NVIDIA's configuration of the devices, in JSON; nothing when the processes do not share: (claim). */}}
{{- define "triton.claimParameters" -}}
{{- $sharing := dict -}}
{{- $kind := "" -}}
{{- range $key, $of := dict "gpuConfig" "GpuConfig" "migDeviceConfig" "MigDeviceConfig" -}}
{{- $config := get $ $key | default dict -}}
{{- if not (kindIs "invalid" $config.timeSlicing) -}}
{{- $interval := $config.timeSlicing.interval | default "Default" -}}
{{- $kind = $of -}}
{{- $sharing = dict "strategy" "TimeSlicing" "timeSlicingConfig" (dict "interval" $interval) -}}
{{- end -}}
{{- if not (kindIs "invalid" $config.mps) -}}
{{- $mps := dict -}}
{{- with $config.mps.defaultActiveThreadPercentage -}}{{- $_ := set $mps "defaultActiveThreadPercentage" (int64 .) -}}{{- end -}}
{{- with $config.mps.defaultPinnedDeviceMemoryLimit -}}{{- $_ := set $mps "defaultPinnedDeviceMemoryLimit" . -}}{{- end -}}
{{- $kind = $of -}}
{{- $sharing = dict "strategy" "MPS" "mpsConfig" $mps -}}
{{- end -}}
{{- end -}}
{{- if $kind -}}
{{- dict "apiVersion" "resource.nvidia.com/v1beta1" "kind" $kind "sharing" $sharing | toJson -}}
{{- end -}}
{{- end -}}

{{/* Name of the template. Its spec cannot be changed in the cluster, so a changed claim gets another name. */}}
{{- define "triton.claimTemplate" -}}
{{- with include "triton.claimDevices" . -}}
{{- include "triton.child" (list $ (printf "gpu-%s" (sha256sum . | trunc 8))) -}}
{{- end -}}
{{- end -}}
