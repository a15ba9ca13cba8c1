"""Where the models come from. URL forms: triton-inference-server/core:src/filesystem/implementations."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from tritonfleet.charts.rules import AtMostOne, Rule
from tritonfleet.charts.server import ModelName
from tritonfleet.charts.types import Name, Refuse, Values, pattern
from tritonfleet.charts.workload import PullPolicy

SecretKey = Annotated[str, pattern(r"^[-._a-zA-Z0-9]+$", max_length=253)]
ObjectPath = Annotated[str, pattern(r"^([A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*)?$")]
"""A path in a bucket. Triton reads a URL with an endpoint only when the path has no other characters."""

RELATIVE_PATH = r"^[A-Za-z0-9_-][A-Za-z0-9_.-]*(/[A-Za-z0-9_-][A-Za-z0-9_.-]*)*$"
PARENT = r"\.\."
RelativePath = Annotated[str, pattern(RELATIVE_PATH), Refuse(PARENT, "two dots in a row are not allowed")]
FolderPath = Annotated[
    str,
    pattern(r"^([A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*)?$"),
    Refuse(r"(^|/)\.\.?(/|$)", "must not leave the volume"),
]


class S3Secret(Values):
    """A Secret with an access key."""

    name: Name = Field(description="Name of the Secret.")
    access_key_id: SecretKey = Field("AWS_ACCESS_KEY_ID", description="Key that holds the access key id.")
    secret_access_key: SecretKey = Field(
        "AWS_SECRET_ACCESS_KEY", description="Key that holds the secret access key."
    )
    session_token: SecretKey | None = Field(None, description="Key that holds a session token.")


class S3(Values):
    """Amazon S3, or a store that speaks its protocol."""

    rules: ClassVar[tuple[Rule, ...]] = (AtMostOne(("roleArn", "secretRef")),)

    bucket: Annotated[str, pattern(r"^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$")] = Field(description="Bucket.")
    prefix: ObjectPath = Field("", description="Path of the repository in the bucket.")
    region: Annotated[str, pattern(r"^[a-z0-9-]+$")] = Field(
        description="Region of the bucket (AWS_DEFAULT_REGION)."
    )
    endpoint: Annotated[str, pattern(r"^https?://[0-9A-Za-z.-]+:[0-9]+$")] | None = Field(
        None, description="Address of another store, with port, such as http://minio.storage.svc:9000."
    )
    role_arn: Annotated[str, pattern(r"^arn:aws[a-z-]*:iam::[0-9]{12}:role/.+$")] | None = Field(
        None, description="IAM role for the ServiceAccount (IRSA); EKS Pod Identity needs none."
    )
    secret_ref: S3Secret | None = Field(
        None, description="Secret with an access key, where there is no identity."
    )


class GcsSecret(Values):
    """A Secret with a credential file."""

    name: Name = Field(description="Name of the Secret.")
    key: SecretKey = Field("credentials.json", description="Key that holds the file.")


class Gcs(Values):
    """Google Cloud Storage."""

    rules: ClassVar[tuple[Rule, ...]] = (AtMostOne(("serviceAccount", "secretRef")),)

    bucket: Annotated[str, pattern(r"^[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]$")] = Field(description="Bucket.")
    prefix: ObjectPath = Field("", description="Path of the repository in the bucket.")
    service_account: Annotated[str, pattern(r"^[a-z0-9-]+@[a-z0-9.:-]+\.gserviceaccount\.com$")] | None = (
        Field(None, description="Google service account for Workload Identity; direct grants need none.")
    )
    secret_ref: GcsSecret | None = Field(
        None, description="Secret with a credential file, where there is no identity."
    )


class AzureSecret(Values):
    """A Secret with an account key."""

    name: Name = Field(description="Name of the Secret.")
    key: SecretKey = Field("AZURE_STORAGE_KEY", description="Key that holds the account key.")


class AzureBlob(Values):
    """Azure Blob Storage."""

    rules: ClassVar[tuple[Rule, ...]] = (AtMostOne(("clientId", "secretRef")),)

    account: Annotated[str, pattern(r"^[a-z0-9]{3,24}$")] = Field(description="Storage account.")
    container: Annotated[str, pattern(r"^[a-z0-9]([a-z0-9-]{1,61})[a-z0-9]$")] = Field(
        description="Container."
    )
    prefix: ObjectPath = Field("", description="Path of the repository in the container.")
    client_id: Annotated[str, pattern(r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")] | None = Field(
        None, description="Managed identity for Entra Workload ID."
    )
    secret_ref: AzureSecret | None = Field(
        None, description="Secret with an account key, where there is no identity."
    )


class Pvc(Values):
    """An existing PersistentVolumeClaim."""

    claim_name: Name = Field(description="Name of the claim.")
    sub_path: FolderPath = Field("", description="Folder of the repository in the volume.")
    read_only: bool = Field(True, description="Mounted for reading only.")


class ModelImage(Values):
    """An OCI image or artifact, mounted as a volume."""

    reference: Annotated[
        str,
        pattern(
            r"^[a-z0-9][a-z0-9.-]*(:[0-9]+)?(/[a-z0-9._-]+)*"
            r"(:[A-Za-z0-9_.-]*[0-9][A-Za-z0-9_.-]*(@sha256:[a-f0-9]{64})?|@sha256:[a-f0-9]{64})$"
        ),
    ] = Field(description="Image with an exact tag or a digest.")
    path: FolderPath = Field("", description="Folder of the repository in the image.")
    pull_policy: PullPolicy = Field("IfNotPresent", description="When the node pulls the image.")


class ConfigMapModels(Values):
    """Small models written in the values, one ConfigMap each."""

    models: dict[ModelName, dict[RelativePath, str]] = Field(
        default_factory=dict, description="Files of each model: relative path to text."
    )


class ModelRepository(Values):
    """Where the models come from: at most one source; with none the repository is empty."""

    rules: ClassVar[tuple[Rule, ...]] = (AtMostOne(("s3", "gcs", "azureBlob", "pvc", "image", "configMap")),)

    s3: S3 | None = Field(None, description="Amazon S3, or a store that speaks its protocol.")
    gcs: Gcs | None = Field(None, description="Google Cloud Storage.")
    azure_blob: AzureBlob | None = Field(None, description="Azure Blob Storage.")
    pvc: Pvc | None = Field(None, description="An existing PersistentVolumeClaim.")
    image: ModelImage | None = Field(
        None, description="An OCI image as a volume: on by default from Kubernetes 1.35."
    )
    config_map: ConfigMapModels | None = Field(None, description="Small models written here.")

    @property
    def identity(self) -> str | None:
        """Path of the cloud identity that the ServiceAccount must carry, or None."""
        if self.s3 and self.s3.role_arn:
            return "modelRepository.s3.roleArn"
        if self.gcs and self.gcs.service_account:
            return "modelRepository.gcs.serviceAccount"
        if self.azure_blob and self.azure_blob.client_id:
            return "modelRepository.azureBlob.clientId"
        return None
