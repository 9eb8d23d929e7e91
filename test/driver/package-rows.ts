/** A target's RPMs as dnf is to be asked for them, and where their names are from. */
export interface PackageRow {
  readonly driver: string;
  readonly rhel: string;
  readonly arch: 'x86_64' | 'aarch64';
  /** Separated by spaces; `@` stands for the version of the driver. */
  readonly packages: string;
  /** None: unverified, and warned of. */
  readonly source: string | undefined;
}

const base = 'nvidia-driver-cuda-@ nvidia-driver-libs-@ libnvidia-ml-@ nvidia-persistenced-@';
const before580 = `${base} nvidia-fabric-manager-@ libnvidia-nscq-570-@ nvidia-imex-570-@`;
const since580 = `${base} nvidia-fabricmanager-@ libnvidia-nscq-@ nvidia-imex-@`;
const link = 'infiniband-diags nvlsm';
const [cuda12, cuda13] = ['cuda-compat-12-8 cuda-cudart-12-8', 'cuda-compat-13-1 cuda-cudart-13-1'];

const repository = 'NVIDIA/gpu-driver-container';
const branches = `${repository}, rhel9/install.sh at 102ce377; base and CUDA: rhel9/precompiled/Dockerfile at 102ce377`;
const now = (rhel: string) =>
  `${repository}, rhel${rhel}/install.sh at 06a208ca; base and CUDA: rhel${rhel}/precompiled/Dockerfile at 06a208ca`;

/** Branches 570, 580, 595 and 610 on RHEL 9 and 10, for both architectures. */
export const packageRows: readonly PackageRow[] = [
  { driver: '570.211.01', rhel: '9.6', arch: 'x86_64', packages: `${before580} libnvsdm-570-@ ${link} ${cuda12}`, source: branches },
  { driver: '570.211.01', rhel: '9.6', arch: 'aarch64', packages: `${before580} ${link} ${cuda12}`, source: undefined },
  { driver: '570.211.01', rhel: '10.2', arch: 'x86_64', packages: `${before580} libnvsdm-570-@ ${link} ${cuda12}`, source: undefined },
  { driver: '570.211.01', rhel: '10.2', arch: 'aarch64', packages: `${before580} ${link} ${cuda12}`, source: undefined },
  { driver: '580.178.04', rhel: '9.6', arch: 'x86_64', packages: `${since580} libnvsdm-@ ${link} ${cuda13}`, source: now('9') },
  { driver: '580.178.04', rhel: '9.6', arch: 'aarch64', packages: `${since580} ${link} ${cuda13}`, source: now('9') },
  { driver: '580.178.04', rhel: '10.2', arch: 'x86_64', packages: `${since580} libnvsdm-@ ${link} ${cuda13}`, source: now('10') },
  { driver: '580.178.04', rhel: '10.2', arch: 'aarch64', packages: `${since580} ${link} ${cuda13}`, source: now('10') },
  { driver: '595.91.07', rhel: '9.6', arch: 'x86_64', packages: `${since580} libnvsdm-@ ${link} ${cuda13}`, source: now('9') },
  { driver: '595.91.07', rhel: '9.6', arch: 'aarch64', packages: `${since580} ${link} ${cuda13}`, source: now('9') },
  { driver: '595.91.07', rhel: '10.2', arch: 'x86_64', packages: `${since580} libnvsdm-@ ${link} ${cuda13}`, source: now('10') },
  { driver: '595.91.07', rhel: '10.2', arch: 'aarch64', packages: `${since580} ${link} ${cuda13}`, source: now('10') },
  { driver: '610.57.04', rhel: '9.8', arch: 'x86_64', packages: `${since580} libnvsdm-@ ${link} ${cuda13}`, source: now('9') },
  { driver: '610.57.04', rhel: '9.8', arch: 'aarch64', packages: `${since580} ${link} ${cuda13}`, source: now('9') },
  { driver: '610.57.04', rhel: '10.2', arch: 'x86_64', packages: `${since580} libnvsdm-@ ${link} ${cuda13}`, source: now('10') },
  { driver: '610.57.04', rhel: '10.2', arch: 'aarch64', packages: `${since580} ${link} ${cuda13}`, source: now('10') },
];

/** Kernels of these RHEL versions, without architecture. */
const kernels: Readonly<Record<string, string>> = {
  '9.6': '5.14.0-570.62.1.el9_6',
  '9.8': '5.14.0-687.39.1.el9_8',
  '10.2': '6.12.0-211.9.1.el10_2',
};

/** The same drivers with a kernel of the RHEL version, those for aarch64 with both page sizes. */
export const kernelRows = packageRows.flatMap(({ driver, rhel, arch }) =>
  ['', ...(arch === 'aarch64' ? ['+64k'] : [])].map(pages => {
    const release = kernels[rhel] ?? '';
    return { driver, rhel, arch, release, platform: `${arch}${pages}`, kernel: `${release}.${arch}${pages}` };
  }),
);
