import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { script } from '../../src/tasks/script';
import { needs, program } from '../support/needs';
import { runInside } from '../support/run-step';

const kernel = '5.14.0-570.62.1.el9_6.x86_64';
const modules = ['nvidia', 'nvidia-drm', 'nvidia-modeset', 'nvidia-peermem', 'nvidia-uvm'];
const extra = `/lib/modules/${kernel}/extra/nvidia`;
const certificate = `sha256:${createHash('sha256').update('certificate').digest('hex')}`;
const programs = {
  // The whole file system of the image is looked through: here it is the machine's.
  find: `[[ $1 != / ]] || exit 0; exec "$(type -ap find | sed -n 2p)" "$@"`,
  modinfo: `case "$2" in vermagic) echo '${kernel} SMP preempt' ;; signer) echo acme ;; esac`,
  modprobe: `printf 'insmod %s \\n' ${extra}/nvidia.ko /lib/modules/${kernel}/kernel/drm.ko`,
  depmod: ':',
  gzip: 'echo symbols',
  rpm: ':',
};
const prove = (changes: Readonly<Record<string, string>> = {}, files: Readonly<Record<string, string>> = {}) =>
  runInside(script('driver-image-push/prove-in-image.sh'), {
    env: { KERNEL: kernel, DRIVER_VERSION: '580.105.08', PACKAGES: 'nvidia-driver-cuda', SIGNER_NAME: 'acme', CERTIFICATE: certificate },
    files: {
      ...Object.fromEntries(modules.map(name => [`${extra}/${name}.ko`, ''])),
      [`/lib/modules/${kernel}/kernel/drm.ko`]: '',
      '/usr/share/nvidia-driver-pipelines/Module.symvers.gz': '',
      '/usr/share/nvidia-driver-pipelines/public_key.der': 'certificate',
      ...files,
    },
    programs: { ...programs, ...changes },
  });

needs('bash', program('bash'))('the proof inside the staged image', () => {
  test('says nothing where everything is as promised', async () => {
    expect(await prove()).toMatchObject({ code: 0, log: '' });
  });

  test('says everything that is not, a line each', async () => {
    const { code, log } = await prove(
      {
        modinfo: `case "$2" in vermagic) echo '5.14.0-1.el9.x86_64 SMP' ;; signer) echo other ;; esac`,
        rpm: 'exit 1',
        modprobe: `printf 'insmod %s \\n' ${extra}/nvidia.ko /lib/modules/${kernel}/kernel/drm.ko /lib/modules/${kernel}/kernel/video.ko`,
        find: `case "$*" in
          '/ '*) echo /etc/written-by-the-pod ;;
          *' -perm '*) echo ${extra}/nvidia.ko ;;
          *) ${programs.find} ;;
        esac`,
        depmod: `echo 'depmod: WARNING: nvidia.ko needs unknown symbol drm_open' >&2`,
      },
      { [`${extra}/nvidia-fs.ko`]: '', '/usr/share/nvidia-driver-pipelines/public_key.der': 'other' },
    );
    expect(code).toBe(0);
    expect(log.split('\n')).toEqual(
      expect.arrayContaining([
        'modules are "nvidia nvidia-drm nvidia-fs nvidia-modeset nvidia-peermem nvidia-uvm", wanted are "nvidia nvidia-drm nvidia-modeset nvidia-peermem nvidia-uvm"',
        `nvidia.ko was compiled for "5.14.0-1.el9.x86_64", wanted is "${kernel}"`,
        `the certificate in it is sha256:${createHash('sha256').update('other').digest('hex')}, wanted is ${certificate}, which its label has`,
        'nvidia.ko is signed by "other", wanted is "acme"',
        'nvidia.ko needs unknown symbol drm_open',
        `nvidia.ko needs /lib/modules/${kernel}/kernel/video.ko, which is not in the image`,
        'the RPM kmod-nvidia-580.105.08 is not installed',
        'the RPM nvidia-driver-cuda is not installed',
        '/etc/written-by-the-pod belongs to a group that is no system group',
        `${extra}/nvidia.ko has an unexpected setuid or setgid bit`,
      ]),
    );
  });
});
