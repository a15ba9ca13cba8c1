/* A libnvidia-ml.so.1 without GPUs: answers the NVML calls that NVIDIA's device plugin and GPU feature discovery make,
 * from the text file named by FAKE_NVML. One line a thing, a line belongs to the last "gpu" above it:
 *
 *   gpu UUID MEMORY_MIB COMPUTE_MAJOR COMPUTE_MINOR PCI_DEVICE_ID MIG NAME...   MIG: 0 not capable, 1 off, 2 on
 *   profile INDEX SLICES MEMORY_MIB MEDIA_ENGINES                  INDEX: NVML_GPU_INSTANCE_PROFILE_*, nvml.h
 *   instance UUID INDEX                                            an instance of that profile, all of its compute
 *
 * Counts of multiprocessors and copy engines are plausible, not any product's. Compiled against NVIDIA/go-nvml:pkg/nvml/nvml.h,
 * so a wrong signature does not compile. An NVML call that is not here ends the program with "symbol lookup error".
 */
#define NVML_NO_UNVERSIONED_FUNC_DEFS
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "nvml.h"

enum { MAX_DEVICES = 256, MAX_INSTANCES = 8, MIB = 1 << 20, SM_PER_SLICE = 14, NOT_CAPABLE = 0, MIG_ON = 2 };

struct profile {
    unsigned index, slices, media;
    unsigned long long mib;
};

/* A GPU (no parent), or one of its MIG instances. A GPU instance and its only compute instance share the struct. */
struct nvmlDevice_st {
    struct nvmlDevice_st *parent;
    char uuid[NVML_DEVICE_UUID_V2_BUFFER_SIZE], name[NVML_DEVICE_NAME_V2_BUFFER_SIZE];
    unsigned number, major, minor, pci_id, mig; /* number: minor number of a GPU, GPU instance id of an instance */
    unsigned long long mib;
    struct profile profile, profiles[NVML_GPU_INSTANCE_PROFILE_COUNT]; /* an instance's; a GPU's by index, slices 0: none */
};

static struct nvmlDevice_st devices[MAX_DEVICES];
static unsigned device_count;

static struct nvmlDevice_st *nth(struct nvmlDevice_st *parent, unsigned index) {
    for (unsigned i = 0; i < device_count; i++)
        if (devices[i].parent == parent && index-- == 0) return &devices[i];
    return NULL;
}

static unsigned count(struct nvmlDevice_st *parent) {
    unsigned total = 0;
    while (nth(parent, total)) total++;
    return total;
}

static nvmlReturn_t found(struct nvmlDevice_st *device, nvmlDevice_t *out) {
    out->handle = device;
    return device ? NVML_SUCCESS : NVML_ERROR_NOT_FOUND;
}

static void add(struct nvmlDevice_st *parent, struct nvmlDevice_st device) {
    device.parent = parent;
    device.number = count(parent) + (parent ? 1 : 0);
    devices[device_count++] = device;
}

static int read_line(const char *line) {
    static struct nvmlDevice_st *gpu;
    struct nvmlDevice_st new = {0};
    struct profile profile = {0};
    if (device_count == MAX_DEVICES) return 0;
    if (sscanf(line, "gpu %95s %llu %u %u %x %u %95[^\n]", new.uuid, &new.mib, &new.major, &new.minor, &new.pci_id, &new.mig,
               new.name) == 7) {
        add(NULL, new);
        gpu = &devices[device_count - 1];
    } else if (gpu && sscanf(line, "profile %u %u %llu %u", &profile.index, &profile.slices, &profile.mib, &profile.media) == 4 &&
               profile.index < NVML_GPU_INSTANCE_PROFILE_COUNT) {
        gpu->profiles[profile.index] = profile;
    } else if (gpu && sscanf(line, "instance %95s %u", new.uuid, &profile.index) == 2 &&
               profile.index < NVML_GPU_INSTANCE_PROFILE_COUNT && gpu->profiles[profile.index].slices) {
        new.profile = gpu->profiles[profile.index];
        new.mib = new.profile.mib;
        add(gpu, new);
    } else {
        return 0;
    }
    return 1;
}

nvmlReturn_t nvmlInit_v2(void) {
    char line[512];
    const char *path = getenv("FAKE_NVML");
    FILE *file = path ? fopen(path, "r") : NULL;
    if (!file) return NVML_ERROR_DRIVER_NOT_LOADED;
    device_count = 0;
    while (fgets(line, sizeof line, file))
        if (!read_line(line)) {
            fprintf(stderr, "FAKE_NVML: unusable line: %s", line);
            abort();
        }
    fclose(file);
    return NVML_SUCCESS;
}

nvmlReturn_t nvmlShutdown(void) { return NVML_SUCCESS; }

const char *nvmlErrorString(nvmlReturn_t result) { return result == NVML_SUCCESS ? "success" : "fake NVML error"; }

nvmlReturn_t nvmlSystemGetDriverVersion(char *version, unsigned length) {
    snprintf(version, length, "580.65.06");
    return NVML_SUCCESS;
}

nvmlReturn_t nvmlSystemGetCudaDriverVersion(int *version) { return *version = 13000, NVML_SUCCESS; }

nvmlReturn_t nvmlDeviceGetCount_v2(unsigned *total) { return *total = count(NULL), NVML_SUCCESS; }

nvmlReturn_t nvmlDeviceGetHandleByIndex_v2(unsigned index, nvmlDevice_t *device) { return found(nth(NULL, index), device); }

nvmlReturn_t nvmlDeviceGetHandleByUUID(const char *uuid, nvmlDevice_t *device) {
    unsigned i = 0;
    while (i < device_count && strcmp(devices[i].uuid, uuid)) i++;
    return found(i < device_count ? &devices[i] : NULL, device);
}

nvmlReturn_t nvmlDeviceGetUUID(nvmlDevice_t device, char *uuid, unsigned length) {
    snprintf(uuid, length, "%s", device.handle->uuid);
    return NVML_SUCCESS;
}

nvmlReturn_t nvmlDeviceGetName(nvmlDevice_t device, char *name, unsigned length) {
    snprintf(name, length, "%s", device.handle->name);
    return NVML_SUCCESS;
}

nvmlReturn_t nvmlDeviceGetMinorNumber(nvmlDevice_t device, unsigned *minor) {
    return *minor = device.handle->number, NVML_SUCCESS;
}

nvmlReturn_t nvmlDeviceGetMemoryInfo(nvmlDevice_t device, nvmlMemory_t *memory) {
    memory->total = memory->free = device.handle->mib * MIB;
    memory->used = 0;
    return NVML_SUCCESS;
}

nvmlReturn_t nvmlDeviceGetCudaComputeCapability(nvmlDevice_t device, int *major, int *minor) {
    *major = device.handle->major;
    *minor = device.handle->minor;
    return NVML_SUCCESS;
}

nvmlReturn_t nvmlDeviceGetPciInfo_v3(nvmlDevice_t device, nvmlPciInfo_t *pci) {
    memset(pci, 0, sizeof *pci);
    pci->bus = device.handle->number + 1;
    pci->pciDeviceId = device.handle->pci_id;
    snprintf(pci->busId, sizeof pci->busId, "00000000:%02X:00.0", pci->bus);
    return NVML_SUCCESS;
}

nvmlReturn_t nvmlDeviceGetMigMode(nvmlDevice_t device, unsigned *current, unsigned *pending) {
    if (device.handle->mig == NOT_CAPABLE) return NVML_ERROR_NOT_SUPPORTED;
    *current = *pending = device.handle->mig == MIG_ON ? NVML_DEVICE_MIG_ENABLE : NVML_DEVICE_MIG_DISABLE;
    return NVML_SUCCESS;
}

nvmlReturn_t nvmlDeviceGetMaxMigDeviceCount(nvmlDevice_t device, unsigned *most) {
    return *most = device.handle->mig == NOT_CAPABLE ? 0 : MAX_INSTANCES, NVML_SUCCESS;
}

nvmlReturn_t nvmlDeviceGetMigDeviceHandleByIndex(nvmlDevice_t device, unsigned index, nvmlDevice_t *instance) {
    return found(nth(device.handle, index), instance);
}

nvmlReturn_t nvmlDeviceIsMigDeviceHandle(nvmlDevice_t device, unsigned *is_instance) {
    return *is_instance = device.handle->parent != NULL, NVML_SUCCESS;
}

nvmlReturn_t nvmlDeviceGetDeviceHandleFromMigDeviceHandle(nvmlDevice_t instance, nvmlDevice_t *device) {
    return found(instance.handle->parent, device);
}

nvmlReturn_t nvmlDeviceGetGpuInstanceId(nvmlDevice_t instance, unsigned *id) {
    return *id = instance.handle->number, NVML_SUCCESS;
}

nvmlReturn_t nvmlDeviceGetComputeInstanceId(nvmlDevice_t instance, unsigned *id) { return *id = 0, NVML_SUCCESS; }

nvmlReturn_t nvmlDeviceGetAttributes_v2(nvmlDevice_t instance, nvmlDeviceAttributes_t *attributes) {
    struct profile profile = instance.handle->profile;
    *attributes = (nvmlDeviceAttributes_t){
        .multiprocessorCount = SM_PER_SLICE * profile.slices,
        .sharedCopyEngineCount = profile.slices,
        .sharedDecoderCount = profile.media,
        .sharedJpegCount = profile.media,
        .sharedOfaCount = profile.media,
        .gpuInstanceSliceCount = profile.slices,
        .computeInstanceSliceCount = profile.slices,
        .memorySizeMB = profile.mib,
    };
    return NVML_SUCCESS;
}

nvmlReturn_t nvmlDeviceGetGpuInstanceProfileInfo(nvmlDevice_t device, unsigned index, nvmlGpuInstanceProfileInfo_t *info) {
    if (index >= NVML_GPU_INSTANCE_PROFILE_COUNT || !device.handle->profiles[index].slices) return NVML_ERROR_NOT_SUPPORTED;
    struct profile profile = device.handle->profiles[index];
    *info = (nvmlGpuInstanceProfileInfo_t){.id = index, .sliceCount = profile.slices, .memorySizeMB = profile.mib};
    return NVML_SUCCESS;
}

nvmlReturn_t nvmlDeviceGetGpuInstanceById(nvmlDevice_t device, unsigned id, nvmlGpuInstance_t *instance) {
    instance->handle = (struct nvmlGpuInstance_st *)nth(device.handle, id - 1);
    return instance->handle ? NVML_SUCCESS : NVML_ERROR_NOT_FOUND;
}

static struct nvmlDevice_st *of(nvmlGpuInstance_t instance) { return (struct nvmlDevice_st *)instance.handle; }

nvmlReturn_t nvmlGpuInstanceGetInfo(nvmlGpuInstance_t instance, nvmlGpuInstanceInfo_t *info) {
    *info = (nvmlGpuInstanceInfo_t){.id = of(instance)->number, .profileId = of(instance)->profile.index};
    info->device.handle = of(instance)->parent;
    return NVML_SUCCESS;
}

nvmlReturn_t nvmlGpuInstanceGetComputeInstanceProfileInfo(nvmlGpuInstance_t instance, unsigned index, unsigned engines,
                                                          nvmlComputeInstanceProfileInfo_t *info) {
    static const unsigned slices[NVML_COMPUTE_INSTANCE_PROFILE_COUNT] = {1, 2, 3, 4, 7, 8, 6};
    if (index >= NVML_COMPUTE_INSTANCE_PROFILE_COUNT || slices[index] != of(instance)->profile.slices ||
        engines != NVML_COMPUTE_INSTANCE_ENGINE_PROFILE_SHARED)
        return NVML_ERROR_NOT_SUPPORTED;
    *info = (nvmlComputeInstanceProfileInfo_t){.id = slices[index], .sliceCount = slices[index]};
    return NVML_SUCCESS;
}

nvmlReturn_t nvmlGpuInstanceGetComputeInstanceById(nvmlGpuInstance_t instance, unsigned id, nvmlComputeInstance_t *compute) {
    compute->handle = (struct nvmlComputeInstance_st *)instance.handle;
    return id ? NVML_ERROR_NOT_FOUND : NVML_SUCCESS;
}

nvmlReturn_t nvmlComputeInstanceGetInfo_v2(nvmlComputeInstance_t compute, nvmlComputeInstanceInfo_t *info) {
    struct nvmlDevice_st *instance = (struct nvmlDevice_st *)compute.handle;
    *info = (nvmlComputeInstanceInfo_t){.profileId = instance->profile.slices};
    info->device.handle = instance->parent;
    return NVML_SUCCESS;
}

nvmlReturn_t nvmlEventSetCreate(nvmlEventSet_t *set) { return set->handle = NULL, NVML_SUCCESS; }

nvmlReturn_t nvmlEventSetFree(nvmlEventSet_t set) { return NVML_SUCCESS; }

nvmlReturn_t nvmlDeviceGetSupportedEventTypes(nvmlDevice_t device, unsigned long long *types) { return *types = 0, NVML_SUCCESS; }

nvmlReturn_t nvmlDeviceRegisterEvents(nvmlDevice_t device, unsigned long long types, nvmlEventSet_t set) { return NVML_SUCCESS; }

nvmlReturn_t nvmlEventSetWait_v2(nvmlEventSet_t set, nvmlEventData_t *data, unsigned milliseconds) {
    usleep(milliseconds * 1000);
    return NVML_ERROR_TIMEOUT;
}
