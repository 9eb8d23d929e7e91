import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { kernelTag } from '../../src/driver/kernel';
import { kmodBuild } from '../../src/tasks/kmod-build/task';
import { kernelRows } from '../driver/package-rows';
import { keyPair } from '../support/key-pair';
import { needs, program } from '../support/needs';
import { runStep } from '../support/run-step';

const image = 'quay.io/acme/gpu';
const sha256 = createHash('sha256').update('runfile').digest('hex');
const paramsOf = ({ driver, arch, kernel }: (typeof kernelRows)[number]) => ({
  'driver-toolkit-image': 'toolkit',
  kernel,
  arch,
  'driver-version': driver,
  'module-flavour': 'open',
  'runfile-url': 'https://example.com/driver.run',
  'runfile-sha256': sha256,
  image,
  'staging-tag': 'uid',
});

needs('openssl', program('openssl'))('the kernel modules of a target', () => {
  const { certificate } = keyPair('/CN=acme');

  test.each(kernelRows)(
    '$driver for $kernel: compiled, packaged and proven under these names',
    async target => {
      const { driver, arch, kernel, release } = target;
      const params = paramsOf(target);
      const headers = { [`/usr/src/kernels/${kernel}/Module.symvers`]: 'kernel\n' };

      const fetched = await runStep(kmodBuild, 'fetch', { params, programs: { skopeo: "echo 'manifest unknown' >&2; exit 1" } });
      expect(fetched.file('work/kmod-reference')).toMatch(new RegExp(`^${image}-kmod:${driver}-open-${kernelTag(kernel)}-[0-9a-f]{12}$`));

      const compiled = await runStep(kmodBuild, 'compile', {
        params,
        files: { ...headers, '/work/driver.run': 'runfile' },
        programs: {
          sh: 'mkdir -p "$4/kernel-open" "$4/firmware"; echo f >"$4/firmware/gsp_tu10x.bin"',
          make: 'touch "$2/nvidia.ko"; echo symbols >"$2/Module.symvers"',
          strip: 'cp "$4" "$3"',
        },
      });
      expect(compiled.code).toBe(0);
      expect(compiled.calls).toContain(
        `make -C /work/runfile/kernel-open -j 4 SYSSRC=/usr/src/kernels/${kernel} KERNEL_UNAME=${kernel} modules`,
      );

      const modules = `/lib/modules/${kernel}`;
      const packed = await runStep(kmodBuild, 'package', {
        params,
        files: {
          ...headers,
          [`${modules}/modules.order`]: '',
          [`${modules}/modules.builtin`]: '',
          [`${modules}/kernel/drm.ko.xz`]: 'drm',
          '/work/kmod/Module.symvers': 'driver\n',
          '/work/kmod/firmware/gsp_tu10x.bin': 'firmware',
          '/work/public_key.der': 'certificate',
          '/work/signed/nvidia.ko': 'signed',
        },
        programs: {
          rpmbuild: `mkdir -p /work/rpm/RPMS/${arch}; echo rpm >/work/rpm/RPMS/${arch}/kmod-nvidia.rpm`,
          depmod: ':',
          modprobe: `echo "insmod $2/lib/modules/${kernel}/kernel/drm.ko.xz"`,
        },
      });
      expect(packed.code).toBe(0);
      expect(packed.calls.find(call => call.startsWith('rpmbuild'))).toBe(
        `rpmbuild -bb --quiet --target ${arch} --define _topdir /work/rpm --define driver_version ${driver} --define kernel ${kernel} --define kernel_release ${release.replace('-', '_')} --define signed /work/signed /work/nvidia-kmod.spec`,
      );
      expect(packed.file(`work/package${modules}/kernel/drm.ko.xz`)).toBe('drm');

      const names = ['nvidia', 'nvidia-drm', 'nvidia-modeset', 'nvidia-peermem', 'nvidia-uvm'];
      const proven = await runStep(kmodBuild, 'prove', {
        params,
        results: { 'kmod-image': `${image}-kmod@sha256:${'1'.repeat(64)}` },
        files: {
          '/work/package/rpms/kmod-nvidia.rpm': '',
          '/work/public_key.der': certificate,
          ...Object.fromEntries(names.map(name => [`/work/signed/${name}.ko`, ''])),
        },
        programs: {
          rpm: `case "$1 $2" in
          '-qp --list') printf '${modules}/extra/nvidia/%s.ko\\n' ${names.join(' ')} ;;
          '-qp --provides') echo 'nvidia-kmod = 3:${driver}' ;;
          '-qp --qf') echo '100644 root root ${modules}/extra/nvidia/nvidia.ko' ;;
        esac`,
          modinfo: `case "$2" in vermagic) echo '${kernel} SMP preempt mod_unload' ;; signer) echo acme ;; esac`,
        },
      });
      expect([proven.code, proven.results.vermagic]).toEqual([0, `${kernel} SMP preempt mod_unload`]);
    },
    30_000,
  );
});
