{{/* Network policy. */}}

{{/* What the model store and the identity for it need. */}}
{{- define "triton.storeEgress" -}}
{{- $models := .Values.modelRepository -}}
{{- if or $models.s3 $models.gcs $models.azureBlob }}
{{- /* 443 also reaches the identity services; a store with its own keys and address needs only its port. */}}
{{- $ports := list "443" }}
{{- with $models.s3 }}
{{- with .endpoint }}{{ $ports = regexFind "[0-9]+$" . | list }}{{ end }}
{{- if and .endpoint .roleArn }}{{ $ports = append $ports "443" | uniq }}{{ end }}
{{- end }}
- ports:
    {{- range $ports }}
    - port: {{ . }}
      protocol: TCP
    {{- end }}
{{- end }}
{{- with $models.s3 }}
{{- if not (or .endpoint .secretRef .roleArn) }}
{{- /* EKS Pod Identity agent (aws/eks-pod-identity-agent:README.md). */}}
- to: [{ipBlock: {cidr: 169.254.170.23/32}}]
  ports: [{port: 80, protocol: TCP}]
{{- end }}
{{- end }}
{{- with $models.gcs }}
{{- if not .secretRef }}
{{- /* GKE metadata server; 988 is its port on the node, 80 with Dataplane V2. */}}
- to: [{ipBlock: {cidr: 169.254.169.252/32}}, {ipBlock: {cidr: 169.254.169.254/32}}]
  ports: [{port: 988, protocol: TCP}, {port: 80, protocol: TCP}]
{{- end }}
{{- end }}
{{- with $models.azureBlob }}
{{- if not (or .secretRef .clientId) }}
{{- /* Instance metadata service, which answers for the node's managed identity. */}}
- to: [{ipBlock: {cidr: 169.254.169.254/32}}]
  ports: [{port: 80, protocol: TCP}]
{{- end }}
{{- end }}
{{- end -}}
