import { expect, test } from 'vitest';
import { parseConfig } from '../../src/config/read-config';
import { combinationProblems } from '../../src/driver/combination';
import { script } from '../../src/tasks/script';
import { packageRows } from '../driver/package-rows';
import { dnf, type Rpm } from '../support/dnf';
import { needs, program } from '../support/needs';
import { runInside } from '../support/run-step';

/** The target of a driver, as a configuration that names nothing else means it. */
function targetOf(driver: string, arch: string) {
  const sha256 = 'a'.repeat(64);
  const text = `image: quay.io/acme/driver\ndrivers: [{ version: ${driver}, runfile: { sha256: { ${arch}: ${sha256} } } }]\nplatforms: [${arch}]\n`;
  const [target] = parseConfig('nvidia-drivers.yaml', text).targets;
  if (!target) throw new Error('the configuration has no target');
  return target;
}

test('there is a row for each of four branches, two RHEL majors and two architectures', () => {
  const keys = packageRows.map(({ driver, rhel, arch }) => `${driver.split('.')[0]} ${rhel.split('.')[0]} ${arch}`);
  expect(new Set(keys).size).toBe(16);
});

needs('bash', program('bash'))('the RPMs that dnf is asked for', () => {
  test.each(packageRows)('$driver on RHEL $rhel, $arch', async ({ driver, rhel, arch, packages, source }) => {
    const { packages: names, cuda } = targetOf(driver, arch);
    const wanted = packages.replaceAll('@', driver);
    // The repositories have them: by name and version, those with versions of their own by name.
    const rpms = names.map((name): Rpm => {
      const own = !name.endsWith(`-${driver}`);
      return [own ? name : name.slice(0, -driver.length - 1), '3', own ? '1' : driver, '1', arch];
    });
    const release = rhel.startsWith('9') ? '5.14.0-570.62.1.el9_6' : '6.12.0-211.9.1.el10_2';
    const { code, last, calls } = await runInside(script('driver-image-build/install.sh'), {
      env: {
        KERNEL: `${release}.${arch}`,
        DRIVER_VERSION: driver,
        RHEL_VERSION: rhel,
        PACKAGES: names.join(' '),
        CVE_UPDATES: '',
        SUBSCRIPTION: 'none',
        DRIVER_TYPE: 'passthrough',
      },
      files: { '/run/rpms/kmod-nvidia.rpm': '' },
      programs: { dnf: dnf(rpms), depmod: ':', rpm: `echo kmod-nvidia-${driver}` },
    });
    expect(last).toMatch(/^installation of kmod-nvidia-\S+ and 1[0-2] userspace RPMs done in \d+ s$/);
    expect(code).toBe(0);
    const options = `--assumeyes --setopt=install_weak_deps=False --setopt=tsflags=nodocs --best --releasever=${rhel} --setopt=*.module_hotfixes=1`;
    expect(calls.find(call => call.startsWith('dnf install'))).toBe(`dnf install ${options} kmod ${wanted} /run/rpms/kmod-nvidia.rpm`);
    expect(calls.find(call => call.startsWith('dnf repoquery'))).toMatch(new RegExp(` ${wanted}$`));

    const doubts = combinationProblems({ driver, platform: arch, rhel, ...(cuda !== undefined && { cuda }) });
    expect(doubts.some(({ unverified }) => unverified === true)).toBe(source === undefined);
  });
});
