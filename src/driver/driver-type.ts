/** Whether the nodes have whole GPUs, or the virtual ones of a hypervisor, for which NVIDIA has another driver. */
export type DriverType = 'passthrough' | 'vgpu';

/**
 * What an NVIDIADriver calls it.
 *
 * Source: NVIDIA/gpu-operator, api/nvidia/v1alpha1/nvidiadriver_types.go (DriverType).
 *
 * @example
 * operatorDriverType('passthrough'); // 'gpu'
 */
export function operatorDriverType(type: DriverType): 'gpu' | 'vgpu' {
  return type === 'vgpu' ? 'vgpu' : 'gpu';
}
