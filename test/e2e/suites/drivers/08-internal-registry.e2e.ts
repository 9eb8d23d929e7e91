import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { kubectl } from '../../harness/command';
import { tiny } from '../../harness/driver-image';
import { driverRows } from '../../harness/driver-row';
import { configuration, synth } from '../../harness/project';

driverRows();

// That OpenShift's own registry takes the tokens of the accounts, only OpenShift can show.
test('registry: internal, without image and push Secret: the API server accepts all that synth writes', () => {
  const { manifests, runs } = synth('drivers/internal', configuration(tiny, { image: undefined, registry: 'internal' }));
  const text = readdirSync(manifests)
    .map(file => readFileSync(join(manifests, file), 'utf8'))
    .join('\n');
  for (const role of ['system:image-builder', 'system:image-puller']) expect(text).toContain(role);
  console.log(kubectl('apply', '--server-side', '--force-conflicts', '--dry-run=server', '-f', manifests).trim());
  expect(kubectl('create', '--dry-run=server', '-f', runs)).toContain('created');
});
