{{/* Where the models come from. URL forms: triton-inference-server/core:src/filesystem/implementations. */}}

{{- define "triton.repositoryUrl" -}}
{{- $models := .Values.modelRepository -}}
{{- if $models.s3 -}}
{{- $endpoint := $models.s3.endpoint | default "" | trimPrefix "http://" -}}
{{- printf "s3://%s" (compact (list $endpoint $models.s3.bucket $models.s3.prefix) | join "/") -}}
{{- else if $models.gcs -}}
{{- printf "gs://%s" (compact (list $models.gcs.bucket $models.gcs.prefix) | join "/") -}}
{{- else if $models.azureBlob -}}
{{- $blob := $models.azureBlob -}}
{{- printf "as://%s" (compact (list $blob.account $blob.container $blob.prefix) | join "/") -}}
{{- else if $models.image -}}
{{- compact (list "/models" $models.image.path) | join "/" -}}
{{- else -}}
/models
{{- end -}}
{{- end -}}

{{/* Environment of the model store as a map of name to source, in JSON. */}}
{{- define "triton.repositoryEnv" -}}
{{- $env := dict -}}
{{- with .Values.modelRepository.s3 -}}
{{- $_ := set $env "AWS_DEFAULT_REGION" (dict "value" .region) -}}
{{- with .secretRef -}}
{{- $_ := set $env "AWS_ACCESS_KEY_ID" (dict "secretKeyRef" (dict "name" .name "key" (default "AWS_ACCESS_KEY_ID" .accessKeyId))) -}}
{{- $_ := set $env "AWS_SECRET_ACCESS_KEY" (dict "secretKeyRef" (dict "name" .name "key" (default "AWS_SECRET_ACCESS_KEY" .secretAccessKey))) -}}
{{- if .sessionToken -}}
{{- $_ := set $env "AWS_SESSION_TOKEN" (dict "secretKeyRef" (dict "name" .name "key" .sessionToken)) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- with .Values.modelRepository.gcs -}}
{{- with .secretRef -}}
{{- $_ := set $env "GOOGLE_APPLICATION_CREDENTIALS" (dict "value" (printf "/var/run/secrets/gcs/%s" (default "credentials.json" .key))) -}}
{{- end -}}
{{- end -}}
{{- with .Values.modelRepository.azureBlob -}}
{{- $_ := set $env "AZURE_STORAGE_ACCOUNT" (dict "value" .account) -}}
{{- if .secretRef -}}
{{- $_ := set $env "AZURE_STORAGE_KEY" (dict "secretKeyRef" (dict "name" .secretRef.name "key" (default "AZURE_STORAGE_KEY" .secretRef.key))) -}}
{{- else -}}
{{- /* Federated tokens are only tried by the default chain; without them the node's identity answers. */ -}}
{{- $_ := set $env "AZURE_STORAGE_AUTH_TYPE" (dict "value" (ternary "default" "managed_identity" (not (empty .clientId)))) -}}
{{- end -}}
{{- end -}}
{{- toJson $env -}}
{{- end -}}

{{- define "triton.repositoryMounts" -}}
{{- $models := .Values.modelRepository -}}
{{- if $models.pvc }}
- name: models
  mountPath: /models
  readOnly: {{ ternary true $models.pvc.readOnly (kindIs "invalid" $models.pvc.readOnly) }}
  {{- with $models.pvc.subPath }}
  subPath: {{ . | quote }}
  {{- end }}
{{- else if or $models.s3 $models.gcs $models.azureBlob }}
{{- with $models.gcs }}
{{- if .secretRef }}
- name: gcs-credentials
  mountPath: /var/run/secrets/gcs
  readOnly: true
{{- end }}
{{- end }}
{{- else if include "triton.writtenModels" . }}
{{- /* One mount a model: mounted at /models, the volume's own ..data folder would be taken for a model. */}}
{{- range $model, $_ := $models.configMap.models }}
- name: model-{{ include "triton.modelSlug" $model }}
  mountPath: {{ printf "/models/%s" $model | quote }}
  readOnly: true
{{- end }}
{{- else }}
- name: models
  mountPath: /models
  readOnly: true
{{- end }}
{{- end -}}

{{- define "triton.repositoryVolumes" -}}
{{- $root := . -}}
{{- $models := .Values.modelRepository -}}
{{- if $models.pvc }}
- name: models
  persistentVolumeClaim:
    claimName: {{ $models.pvc.claimName | quote }}
{{- else if $models.image }}
- name: models
  image:
    reference: {{ $models.image.reference | quote }}
    pullPolicy: {{ $models.image.pullPolicy | default "IfNotPresent" }}
{{- else if or $models.s3 $models.gcs $models.azureBlob }}
{{- with $models.gcs }}
{{- with .secretRef }}
- name: gcs-credentials
  secret:
    secretName: {{ .name | quote }}
    items:
      - key: {{ .key | default "credentials.json" | quote }}
        path: {{ .key | default "credentials.json" | quote }}
{{- end }}
{{- end }}
{{- else if include "triton.writtenModels" . }}
{{- range $model, $files := $models.configMap.models }}
- name: model-{{ include "triton.modelSlug" $model }}
  configMap:
    name: {{ include "triton.modelConfigMap" (list $root $model) | quote }}
    items:
      {{- range $path, $_ := $files }}
      - key: {{ include "triton.fileKey" $path | quote }}
        path: {{ $path | quote }}
      {{- end }}
{{- end }}
{{- else }}
- name: models
  emptyDir:
    sizeLimit: 1Mi
{{- end }}
{{- end -}}

{{/* Non-empty when the values hold models themselves. */}}
{{- define "triton.writtenModels" -}}
{{- with .Values.modelRepository.configMap -}}{{- if .models -}}true{{- end -}}{{- end -}}
{{- end -}}

{{/* Name of a model's ConfigMap: (list context model). */}}
{{- define "triton.modelConfigMap" -}}
{{- printf "%s-model-%s" (include "tritonfleet.fullname" (index . 0)) (include "triton.modelSlug" (index . 1)) -}}
{{- end -}}

{{/* ConfigMap key of a file: (relative path). Keys have no slash, and paths never have two dots in a row. */}}
{{- define "triton.fileKey" -}}
{{- replace "/" ".." . -}}
{{- end -}}
