import { describe, expect, test } from 'vitest';
import { driverImageBuild } from '../../src/tasks/driver-image-build/task';
import { driverImagePush } from '../../src/tasks/driver-image-push/task';
import { nvidiaDriverApply } from '../../src/tasks/nvidia-driver-apply/task';
import { script } from '../../src/tasks/script';
import { compiledFor, digest, image, modules, namedTargets, paramsOf, sha256 } from '../support/named-targets';
import { needs, program } from '../support/needs';
import { runInside, runStep } from '../support/run-step';

needs('jq and openssl', ['jq', 'openssl'].every(program))('the image', () => {
  describe.each(namedTargets)('for the kernel %s', (kernel, given) => {
    const { label, arch, nodeArch, rhel } = given;
    const params = paramsOf(given);
    const folder = `/lib/modules/${kernel}`;

    test('the image is built for it, with its entry point and RPM repository, and says so in its labels', async () => {
      const { code, calls, file } = await runStep(driverImageBuild, 'build', {
        params: { ...params, 'rpm-base-url': 'https://mirror.example.com/rhel{rhel}/{arch}' },
        files: { '/work/context/entry-point/nvidia-driver': '', '/work/kmod-package-image': 'kmod' },
        programs: { chown: ':', buildah: 'if [[ $1 == inspect ]]; then echo acme; fi' },
      });
      expect(code).toBe(0);
      const call = calls.find(line => line.startsWith('buildah build')) ?? '';
      expect(call).toContain(`--label nvidia-driver-pipelines.kernel=${kernel} `);
      expect(call).toContain(`--build-arg ARCH=${arch} --build-arg KERNEL=${kernel} --build-arg RHEL_VERSION=${rhel} `);
      expect(file('work/context/repositories/nvidia-driver.repo')).toContain(
        `\nbaseurl=https://mirror.example.com/rhel${rhel.split('.')[0]}/${arch}\n`,
      );

      const entry = await runStep(driverImageBuild, 'entry-point', {
        params: {
          ...params,
          'entry-point': ['9', '10'].map(of => `${of} nvidia-driver ${sha256(of)} https://example.com/${of}`).join('\n'),
        },
        programs: { curl: `while [[ $1 != --output ]]; do shift; done; printf '${rhel.split('.')[0]}' >"$2"` },
      });
      expect(entry.calls.map(line => line.split(' ').at(-1))).toEqual([`https://example.com/${rhel.split('.')[0]}`]);
    });

    test('RPMs are installed as on every RHEL, without module streams', async () => {
      const { code, calls } = await runInside(script('driver-image-build/install.sh'), {
        env: {
          KERNEL: kernel,
          DRIVER_VERSION: '580.105.08',
          RHEL_VERSION: rhel,
          PACKAGES: 'p',
          CVE_UPDATES: '',
          DRIVER_TYPE: 'passthrough',
          SUBSCRIPTION: 'none',
        },
        files: { '/run/rpms/kmod-nvidia.rpm': '' },
        programs: { dnf: ':', depmod: ':', rpm: 'echo kmod-nvidia' },
      });
      expect(code).toBe(0);
      expect(calls.filter(call => call.startsWith('dnf module'))).toEqual([]);
      expect(calls[0]).toContain(` --releasever=${rhel} --setopt=*.module_hotfixes=1 `);
      expect(calls).toContain(`depmod -a ${kernel}`);
    });

    test('the image is proven for it, inside and out, and published under the tags of its label', async () => {
      const names = {
        proof: '1',
        inputs: 'i',
        kernel,
        'driver-version': '580.105.08',
        signer: 'self-signed',
        'signer-name': 'acme',
        certificate: `sha256:${sha256('certificate')}`,
        arch,
        'page-size': kernel.endsWith('+64k') ? '64k' : '4k',
        'module-flavour': 'open',
        'driver-toolkit': 'toolkit',
      };
      const labels = Object.fromEntries(Object.entries(names).map(([name, value]) => [`nvidia-driver-pipelines.${name}`, value]));
      const config = JSON.stringify({ architecture: nodeArch, config: { Labels: labels } });
      const annotations = { 'org.opencontainers.image.version': '580.105.08', 'org.opencontainers.image.base.digest': 'base' };
      const skopeo = `case "$2" in
        --config) printf '%s' '${config}' ;;
        --raw) printf '%s' '${JSON.stringify({ annotations })}' ;;
        *) printf '${digest}' ;;
      esac`;
      const proven = await runStep(driverImagePush, 'prove', {
        params: { ...params, state: 'missing' },
        programs: { skopeo, buildah: 'case "$1" in from) echo container ;; esac' },
      });
      expect(proven.code).toBe(0);
      expect(proven.calls.find(call => call.startsWith('buildah run'))).toContain(` --env KERNEL=${kernel} `);

      const extra = `${folder}/extra/nvidia`;
      const inside = await runInside(script('driver-image-push/prove-in-image.sh'), {
        env: {
          KERNEL: kernel,
          DRIVER_VERSION: '580.105.08',
          PACKAGES: 'p',
          DRIVER_TYPE: 'passthrough',
          SIGNER_NAME: 'acme',
          CERTIFICATE: `sha256:${sha256('certificate')}`,
        },
        files: {
          ...Object.fromEntries(modules.map(name => [`${extra}/${name}.ko`, ''])),
          '/usr/share/nvidia-driver-pipelines/Module.symvers.gz': '',
          '/usr/share/nvidia-driver-pipelines/public_key.der': 'certificate',
        },
        programs: {
          find: `[[ $1 != / ]] || exit 0; exec "$(type -ap find | sed -n 2p)" "$@"`,
          modinfo: compiledFor(kernel),
          modprobe: `echo 'insmod ${extra}/nvidia.ko'`,
          depmod: ':',
          gzip: ':',
          rpm: ':',
        },
      });
      expect(inside).toMatchObject({ code: 0, log: '' });

      const tags = [rhel, rhel.split('.')[0]].map(os => `580.105.08-${label}-rhel${os}`);
      const published = await runStep(driverImagePush, 'publish', {
        params: { ...params, tags: tags.join(' '), state: 'missing' },
        files: { '/work/proven': `${image}-staging@${digest}` },
        programs: { skopeo: `printf '${digest}'` },
      });
      expect(published.results.IMAGE_URL).toBe(`${image}:${tags[0]}`);
      for (const tag of tags) expect(tag).toMatch(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/);
    });

    test('NVIDIADriver is applied once the tags are there that its nodes ask for, as their labels have the kernel', async () => {
      const named = { 'kernel-version.full': label, 'system-os_release.ID': 'rhel', 'system-os_release.VERSION_ID': rhel };
      const labels = Object.fromEntries(Object.entries(named).map(([name, value]) => [`feature.node.kubernetes.io/${name}`, value]));
      const pages = kernel.endsWith('+64k') ? '64k' : '4k';
      const selector = { 'kubernetes.io/arch': nodeArch, 'nvidia-driver-pipelines/page-size': pages };
      const info = JSON.stringify({ digest, config: { config: { Labels: { 'nvidia-driver-pipelines.proof': '1' } } } });
      const { results, calls } = await runStep(nvidiaDriverApply, 'apply', {
        params: {
          ...params,
          tags: 'none',
          'timeout-seconds': '0',
          'nvidia-driver': JSON.stringify({ metadata: { name: 'r580' }, spec: { version: '580.105.08', nodeSelector: selector } }),
        },
        programs: {
          oc: `case "$*" in
          'get nodes '*) printf '%s' '${JSON.stringify({ items: [{ metadata: { name: 'n', labels } }] })}' ;;
          'image info '*) printf '%s' '${info}' ;;
          'get nvidiadriver r580 -o json') printf '%s' '{"status": {"state": "ready"}}' ;;
        esac`,
        },
      });
      expect(results.state).toBe('ready');
      expect(calls[0]).toBe(
        `oc get nodes --selector nvidia.com/gpu.present=true,kubernetes.io/arch=${nodeArch},nvidia-driver-pipelines/page-size=${pages} -o json`,
      );
      expect(calls.filter(call => call.startsWith('oc image info')).map(call => call.split(' ')[3])).toEqual(
        [rhel, rhel.split('.')[0]].map(os => `${image}:580.105.08-${label}-rhel${os}`),
      );
    });
  });
});
