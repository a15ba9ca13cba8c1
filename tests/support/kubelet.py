"""The kubelet's side of the device-plugin API, as much as the tests need.

The service and its messages: k8s.io/kubelet:pkg/apis/deviceplugin/v1beta1/api.proto.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import grpc
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

CALL_SECONDS = 10
_PACKAGE = "v1beta1"

# Message: its fields by number. "[X]" repeats X; a map travels as repeated pairs.
_MESSAGES: dict[str, dict[str, tuple[int, str]]] = {
    "Empty": {},
    "RegisterRequest": {"version": (1, "string"), "endpoint": (2, "string"), "resource_name": (3, "string")},
    "Device": {"ID": (1, "string"), "health": (2, "string")},
    "ListAndWatchResponse": {"devices": (1, "[Device]")},
    "ContainerAllocateRequest": {"devices_ids": (1, "[string]")},
    "AllocateRequest": {"container_requests": (1, "[ContainerAllocateRequest]")},
    "Pair": {"key": (1, "string"), "value": (2, "string")},
    "Mount": {"container_path": (1, "string"), "host_path": (2, "string")},
    "ContainerAllocateResponse": {"envs": (1, "[Pair]"), "mounts": (2, "[Mount]")},
    "AllocateResponse": {"container_responses": (1, "[ContainerAllocateResponse]")},
}


@dataclass
class Plugin:
    """One registered resource: its device ids, and calls to its plugin while that runs."""

    resource: str
    devices: tuple[str, ...]
    channel: grpc.Channel = field(repr=False)

    def allocate(self, count: int) -> Any:
        """ContainerAllocateResponse for the first ``count`` devices; grpc.RpcError when refused."""
        request = _message("AllocateRequest")()
        request.container_requests.add(devices_ids=self.devices[:count])
        call = self.channel.unary_unary(
            f"/{_PACKAGE}.DevicePlugin/Allocate",
            request_serializer=_message("AllocateRequest").SerializeToString,
            response_deserializer=_message("AllocateResponse").FromString,
        )
        return call(request, timeout=CALL_SECONDS).container_responses[0]


class Kubelet:
    """Listens on ``kubelet.sock`` in a folder; every plugin that registers is asked for its devices at once.

    ``visit`` is called with each plugin before its registration is answered, so while it surely runs.
    """

    def __init__(self, folder: Path, visit: Callable[[Plugin], None] = lambda plugin: None) -> None:
        self.resources: dict[str, int] = {}
        self._folder, self._visit = folder, visit
        self._server = grpc.server(ThreadPoolExecutor(max_workers=1))
        register = grpc.unary_unary_rpc_method_handler(
            self._register,
            request_deserializer=_message("RegisterRequest").FromString,
            response_serializer=_message("Empty").SerializeToString,
        )
        service = grpc.method_handlers_generic_handler(f"{_PACKAGE}.Registration", {"Register": register})
        self._server.add_generic_rpc_handlers((service,))

    def __enter__(self) -> Self:
        self._server.add_insecure_port(f"unix:{self._folder / 'kubelet.sock'}")
        self._server.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.stop(grace=None).wait(CALL_SECONDS)

    def _register(self, request: Any, context: grpc.ServicerContext) -> Any:
        with grpc.insecure_channel(f"unix:{self._folder / request.endpoint}") as channel:
            watch = channel.unary_stream(
                f"/{_PACKAGE}.DevicePlugin/ListAndWatch",
                request_serializer=_message("Empty").SerializeToString,
                response_deserializer=_message("ListAndWatchResponse").FromString,
            )
            stream = watch(_message("Empty")(), timeout=CALL_SECONDS)
            devices = tuple(device.ID for device in next(stream).devices if device.health == "Healthy")
            stream.cancel()
            self.resources[request.resource_name] = len(devices)
            self._visit(Plugin(request.resource_name, devices, channel))
        return _message("Empty")()


@cache
def _message(name: str) -> Any:
    """The class of a message."""
    pool = _pool()
    return message_factory.GetMessageClass(pool.FindMessageTypeByName(f"{_PACKAGE}.{name}"))


@cache
def _pool() -> descriptor_pool.DescriptorPool:
    file = descriptor_pb2.FileDescriptorProto(name="deviceplugin.proto", package=_PACKAGE, syntax="proto3")
    for name, fields in _MESSAGES.items():
        message = file.message_type.add(name=name)
        for field_name, (number, kind) in fields.items():
            _add_field(message, field_name, number, kind)
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    return pool


def _add_field(message: descriptor_pb2.DescriptorProto, name: str, number: int, kind: str) -> None:
    types = descriptor_pb2.FieldDescriptorProto
    added = message.field.add(name=name, number=number, label=types.LABEL_OPTIONAL, type=types.TYPE_STRING)
    if kind.startswith("["):
        added.label = types.LABEL_REPEATED
    if (of := kind.strip("[]")) != "string":
        added.type, added.type_name = types.TYPE_MESSAGE, f".{_PACKAGE}.{of}"
