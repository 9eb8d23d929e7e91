import { describe, expect, test } from 'vitest';
import { kmodBuild } from '../../src/tasks/kmod-build/task';
import { keyPair } from '../support/key-pair';
import { compiledFor, digest, image, modules, namedTargets, paramsOf, runfile } from '../support/named-targets';
import { needs, program } from '../support/needs';
import { runStep } from '../support/run-step';

needs('jq and openssl', ['jq', 'openssl'].every(program))('modules', () => {
  describe.each(namedTargets)('for the kernel %s', (kernel, given) => {
    const { label, arch, release } = given;
    const params = paramsOf(given);
    const headers = `/usr/src/kernels/${kernel}`;
    const folder = `/lib/modules/${kernel}`;

    test('compiled modules are kept under a tag of their own', async () => {
      const { file } = await runStep(kmodBuild, 'fetch', { params, programs: { skopeo: `echo 'manifest unknown' >&2; exit 1` } });
      expect(file('work/kmod-reference')).toMatch(
        new RegExp(`^${image}-kmod:580\\.105\\.08-open-${label.replaceAll('.', '\\.')}-[0-9a-f]{12}$`),
      );
    });

    test('modules are compiled with its own headers, and not with those of the other page size', async () => {
      const compile = (there: string) =>
        runStep(kmodBuild, 'compile', {
          params,
          files: { [`/usr/src/kernels/${there}/Module.symvers`]: '' },
          programs: {
            curl: `while [[ $1 != --output ]]; do shift; done; printf '${runfile}' >"$2"`,
            sh: 'mkdir -p "$4/kernel-open"',
            make: 'touch "$2/nvidia.ko" "$2/Module.symvers"',
            strip: 'cp "$4" "$3"',
          },
        });
      const { code, calls } = await compile(kernel);
      expect(code).toBe(0);
      expect(calls).toContain(`make -C /work/runfile/kernel-open -j 4 SYSSRC=${headers} KERNEL_UNAME=${kernel} modules`);
      const other = kernel.endsWith('+64k') ? kernel.replace('+64k', '') : `${kernel}+64k`;
      expect((await compile(other)).last).toBe(
        `permanent error: the driver toolkit has no headers of ${kernel} (${other}): 64 KiB pages need a toolkit of OpenShift 4.15 or later`,
      );
    });

    test("modules are signed by the kernel's own program", async () => {
      const { code, file } = await runStep(kmodBuild, 'sign', {
        params,
        files: {
          '/key/none': '',
          '/work/kmod/modules/nvidia.ko': 'module',
          [`${headers}/scripts/sign-file`]: '#!/usr/bin/env bash\ncp "$4" "$5"\n',
        },
      });
      expect([code, file('work/signed/nvidia.ko')]).toEqual([0, 'module']);
    });

    test('the RPM is of its architecture and names the kernel; what belongs beside it is in its folder', async () => {
      const { code, calls, file } = await runStep(kmodBuild, 'package', {
        params,
        files: {
          [`${headers}/Module.symvers`]: '',
          [`${folder}/modules.order`]: 'order',
          [`${folder}/modules.builtin`]: 'builtin',
          [`${folder}/kernel/drm.ko.xz`]: 'drm',
          '/work/kmod/Module.symvers': '',
          '/work/kmod/firmware/gsp.bin': '',
          '/work/public_key.der': '',
          '/work/signed/nvidia.ko': '',
        },
        programs: {
          rpmbuild: `mkdir -p /work/rpm/RPMS/${arch}; touch /work/rpm/RPMS/${arch}/kmod-nvidia.rpm`,
          depmod: ':',
          modprobe: `echo "insmod $2${folder}/kernel/drm.ko.xz"`.replace(folder, `/lib/modules/${kernel}`),
        },
      });
      expect(code).toBe(0);
      const call = calls.find(line => line.startsWith('rpmbuild')) ?? '';
      expect(call).toContain(` --target ${arch} `);
      expect(call).toContain(` --define kernel ${kernel} --define kernel_release ${release} `);
      expect(file(`work/package${folder}/kernel/drm.ko.xz`)).toBe('drm');
      expect(calls.find(line => line.startsWith('depmod'))).toBe(`depmod -b /work/root ${kernel}`);
    });

    test('modules of the other page size are not taken for its own', async () => {
      const prove = (vermagic: string) =>
        runStep(kmodBuild, 'prove', {
          params,
          results: { 'kmod-image': `${image}-kmod@${digest}` },
          files: {
            '/work/package/rpms/kmod-nvidia.rpm': '',
            '/work/public_key.der': keyPair('/CN=acme').certificate,
            ...Object.fromEntries(modules.map(name => [`/work/signed/${name}.ko`, ''])),
          },
          programs: {
            rpm: `case "$2" in
            --list) printf '/x/%s.ko\\n' ${modules.join(' ')} ;;
            --provides) echo 'nvidia-kmod = 3:580.105.08' ;;
            --qf) echo '100644 root root /x' ;;
          esac`,
            modinfo: compiledFor(vermagic),
          },
        });
      expect((await prove(kernel)).results.vermagic).toBe(`${kernel} SMP preempt mod_unload`);
      const other = kernel.endsWith('+64k') ? kernel.replace('+64k', '') : `${kernel}+64k`;
      expect((await prove(other)).last).toBe(`permanent error: nvidia.ko was compiled for ${other}, wanted is ${kernel}`);
    });
  });
});
