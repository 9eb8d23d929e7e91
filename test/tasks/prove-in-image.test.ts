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
const env = { KERNEL: kernel, DRIVER_VERSION: '580.105.08', PACKAGES: 'nvidia-driver-cuda', SIGNER_NAME: 'acme', CERTIFICATE: certificate };
const prove = (changes: Readonly<Record<string, string>> = {}, files: Readonly<Record<string, string>> = {}, type = 'passthrough') =>
  runInside(script('driver-image-push/prove-in-image.sh'), {
    env: { ...env, DRIVER_TYPE: type },
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

needs('bash', program('bash'))('the proof inside the staged image of a vGPU guest driver', () => {
  const guest = {
    'nvidia-gridd': '',
    'nvidia-smi': '',
    'nvidia-persistenced': '',
    ldd: `printf '\\tlibc.so.6 => /lib64/libc.so.6 (0x1)\\n'`,
  };
  const library = { '/usr/lib64/libnvidia-ml.so.580.105.08': '', '/usr/lib64/libnvidia-ml.so.1': '' };

  test('says nothing where programs and library are there', async () => {
    expect(await prove(guest, library, 'vgpu')).toMatchObject({ code: 0, log: '' });
  });

  test('says what is not there, or needs what is not there', async () => {
    const { code, log } = await prove(
      { 'nvidia-smi': '', ldd: `printf '\\tlibx.so.1 => not found\\n'` },
      { '/usr/lib64/libc.so.6': '' },
      'vgpu',
    );
    expect(code).toBe(0);
    expect(log.split('\n').slice(0, -1)).toEqual([
      'the program nvidia-gridd is not in the image: is the runfile a vGPU guest driver?',
      'nvidia-smi needs libx.so.1, which is not in the image',
      'the program nvidia-persistenced is not in the image: is the runfile a vGPU guest driver?',
      'the driver\'s library is "", wanted is "libnvidia-ml.so.580.105.08": is the runfile of another version?',
    ]);
  });

  test('says that it is of another version, and what the installer left', async () => {
    const left = ['/usr/src/nvidia-1/kernel/Makefile', '/var/log/nvidia-installer.log', '/var/lib/nvidia/log', '/run/runfile/driver.run'];
    const files = { '/usr/lib64/libnvidia-ml.so.570.1.1': '', ...Object.fromEntries(left.map(path => [path, ''])) };
    const { log } = await prove(guest, files, 'vgpu');
    expect(log.split('\n').slice(0, -1)).toEqual([
      'the driver\'s library is "libnvidia-ml.so.570.1.1", wanted is "libnvidia-ml.so.580.105.08": is the runfile of another version?',
      '/usr/src/nvidia-1 is left of the installer',
      '/var/log/nvidia-installer.log is left of the installer',
      '/var/lib/nvidia is left of the installer',
      '/run/runfile/driver.run is left of the installer',
    ]);
  });
});
