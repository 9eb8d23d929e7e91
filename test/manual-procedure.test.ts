import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import schema from '../src/config/config.schema.json';

/**
 * Every variable of NVIDIA's Makefile and Dockerfile, and every file that they take. Source: NVIDIA/gpu-driver-container,
 * rhel9/precompiled/Makefile, Dockerfile and README.md at 06a208ca.
 */
const procedure = `
  OPENSHIFT_VERSION DRIVER_TOOLKIT_IMAGE CUDA_VERSION CUDA_DIST RHEL_VERSION RHEL_VERSION_MAJOR KERNEL_VERSION BUILD_ARCH TARGET_ARCH
  KERNEL_VERSION_NOARCH KERNEL_VERSION_TAG DRIVER_VERSION DRIVER_EPOCH DRIVER_OPEN DRIVER_PATH DRIVER_TYPE DRIVER_STREAM_TYPE BASE_URL OS_TAG
  BUILDER_USER BUILDER_EMAIL GIT_COMMIT CVE_UPDATES DISABLE_VGPU_VERSION_CHECK CONTAINER_TOOL DOCKERFILE IMAGE_REGISTRY IMAGE_NAME
  RHSM_ORG_FILE RHSM_ACTIVATIONKEY_FILE PULL_SECRET_FILE private_key.priv public_key.der x509-configuration.ini nvidia-driver common.sh
  rhsm-register nvidiadriver.json clusterpolicy.json`
  .trim()
  .split(/\s+/);

const names = (cell = '') => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
const [, section = ''] = /^## From the manual procedure\n(.*?)^## /ms.exec(readFileSync('README.md', 'utf8')) ?? [];
const rows = section
  .split('\n')
  .filter(line => line.startsWith('| `'))
  .map(line => line.split(' | '))
  .map(([variables, here = '']) => ({ variables: names(variables), here: here.replace(/ \|$/, '') }));

interface Field {
  readonly type?: unknown;
  readonly description?: string;
  readonly $ref?: string;
  readonly items?: Field;
  readonly properties?: Readonly<Record<string, Field>>;
}

const definitions: Readonly<Record<string, Field>> = schema.definitions;

/** Whether the schema has a field, written like `drivers[].runfile.url`. */
function isField(path: string): boolean {
  const found = path.split('.').reduce<Field | undefined>((field, part) => {
    const next = field?.properties?.[part.replace('[]', '')];
    const inner = part.endsWith('[]') ? next?.items : next;
    return definitions[inner?.$ref?.split('/').at(-1) ?? ''] ?? inner;
  }, schema);
  return found !== undefined;
}

test('every variable and file of the manual procedure has one row', () => {
  const told = rows.flatMap(({ variables }) => variables);
  expect(procedure.filter(name => told.filter(other => other === name).length !== 1)).toEqual([]);
  expect(told.filter(name => !procedure.includes(name))).toEqual(['make image image-push']);
});

test('each row names a field of the configuration, what its value is read from, or why it needs none', () => {
  const silent = rows.filter(({ here }) => !/^needs none: ./.test(here) && !/^(?:read from|looked up in) /.test(here));
  expect(silent.filter(({ here }) => !names(here).some(name => isField(name)))).toEqual([]);
});

test('the fields that the table names exist', () => {
  // What is like a field: no file, no label, no value.
  const fields = rows.flatMap(({ here }) => names(here)).filter(name => /^[a-z]+(\[\])?(\.[a-zA-Z0-9]+)+$|^[a-z]+$/.test(name));
  const others = ['org', 'activationkey', 'true'];
  expect(fields.length).toBeGreaterThan(20);
  expect(fields.filter(name => !others.includes(name) && !isField(name))).toEqual([]);
  expect(['drivers[].runfile.sha256', 'secrets.pull', 'platforms'].filter(name => !isField(name))).toEqual([]);
  expect(['drivers[].none', 'secrets.none', 'none'].filter(isField)).toEqual([]);
});
