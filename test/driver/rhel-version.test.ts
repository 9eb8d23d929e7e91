import { expect, test } from 'vitest';
import { rhelVersionOf } from '../../src/driver/rhel-version';

test.each([
  ['4.12', undefined],
  ['4.13', '9.2'],
  ['4.15', '9.2'],
  ['4.16', '9.4'],
  ['4.18', '9.4'],
  ['4.19', '9.6'],
  ['4.21', '9.6'],
  ['4.22', '9.8'],
  ['4.23', undefined],
  ['5.0', undefined],
  ['3.11', undefined],
])('the nodes of OpenShift %s have RHEL %s', (version, rhel) => {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  expect(rhelVersionOf({ major, minor })).toBe(rhel);
});
