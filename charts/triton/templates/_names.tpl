{{/* Names and labels. Every helper takes the root context unless it says otherwise. */}}

{{/* Name of a further object: (list context suffix). A long name keeps a hash, so that two never meet. */}}
{{- define "triton.child" -}}
{{- $full := include "tritonfleet.fullname" (index . 0) -}}
{{- $suffix := index . 1 -}}
{{- $name := printf "%s-%s" $full $suffix -}}
{{- if gt (len $name) 63 -}}
{{- $name = printf "%s-%s-%s" (trunc (int (sub 53 (len $suffix))) $full | trimSuffix "-") (sha256sum $full | trunc 8) $suffix -}}
{{- end -}}
{{- $name -}}
{{- end -}}

{{/* A model's name as part of an object name: (string). Text that had to change keeps a hash. */}}
{{- define "triton.modelSlug" -}}
{{- $slug := lower . | replace "_" "-" | replace "." "-" | trunc 45 | trimAll "-" -}}
{{- if ne $slug . -}}
{{- $slug = printf "%s-%s" $slug (sha256sum . | trunc 8) | trimPrefix "-" -}}
{{- end -}}
{{- $slug -}}
{{- end -}}

{{- define "triton.selectorLabels" -}}
app.kubernetes.io/name: {{ include "tritonfleet.name" . | quote }}
app.kubernetes.io/instance: {{ include "tritonfleet.fullname" . | quote }}
{{- end -}}

{{/* Labels of the Pods: no chart or image version, so that only a change of the Pod starts a rollout. */}}
{{- define "triton.podLabels" -}}
{{- $own := dict
      "app.kubernetes.io/name" (include "tritonfleet.name" .)
      "app.kubernetes.io/instance" (include "tritonfleet.fullname" .)
      "app.kubernetes.io/component" "inference"
      "app.kubernetes.io/part-of" "tritonfleet"
-}}
{{- with .Values.modelRepository.azureBlob -}}
{{- if .clientId -}}{{- $_ := set $own "azure.workload.identity/use" "true" -}}{{- end -}}
{{- end -}}
{{- toYaml (merge $own .Values.podLabels .Values.commonLabels) -}}
{{- end -}}

{{/* The hash starts a rollout when a model changes: mounted ConfigMaps alone do not. */}}
{{- define "triton.podAnnotations" -}}
{{- $own := dict "kubectl.kubernetes.io/default-container" "triton" -}}
{{- if include "triton.writtenModels" . -}}
{{- $_ := set $own "checksum/models" (toJson .Values.modelRepository.configMap.models | sha256sum) -}}
{{- end -}}
{{- toYaml (merge $own .Values.podAnnotations) -}}
{{- end -}}

{{- define "triton.serviceAccountName" -}}
{{- default (include "tritonfleet.fullname" .) .Values.serviceAccount.name -}}
{{- end -}}

{{- define "triton.image" -}}
{{- $image := .Values.image -}}
{{- printf "%s:%s" $image.repository $image.tag -}}
{{- with $image.digest -}}{{- printf "@%s" . -}}{{- end -}}
{{- end -}}
