import { describe, expect, test } from 'vitest';
import { find, manifests } from '../support/deployed';

describe('who may do what', () => {
  test('the lookup may read the ClusterVersion and list nodes, and nothing else', () => {
    expect(find('ClusterRole', 'nvidia-driver-pipelines-lookup')?.rules).toEqual([
      { apiGroups: ['config.openshift.io'], resourceNames: [], resources: ['clusterversions'], verbs: ['get'] },
      { apiGroups: [''], resourceNames: [], resources: ['nodes'], verbs: ['list'] },
    ]);
  });

  test('the lookup may read of ConfigMaps what the watcher knows of releases, and the ledgers, and no other', () => {
    const known = ['nvidia-driver-releases', 'nvidia-driver-ledger-r580-x86-64', 'nvidia-driver-ledger-r580-aarch64'];
    expect(find('Role', 'nvidia-driver-pipelines-releases')?.rules).toEqual(
      known.map(name => ({ apiGroups: [''], resourceNames: [name], resources: ['configmaps'], verbs: ['get'] })),
    );
  });

  test('the apply may list nodes and write NVIDIADriver resources, and nothing else', () => {
    expect(find('ClusterRole', 'nvidia-driver-pipelines-apply')?.rules).toEqual([
      { apiGroups: [''], resourceNames: [], resources: ['nodes'], verbs: ['list'] },
      { apiGroups: ['nvidia.com'], resourceNames: [], resources: ['nvidiadrivers'], verbs: ['get', 'create', 'patch'] },
    ]);
  });

  test('the build may ask what became of an attempt, write the certificates of the targets and create events, and nothing else', () => {
    expect(find('Role', 'nvidia-driver-pipelines-certificates')?.rules).toEqual(
      ['r580-x86-64', 'r580-aarch64'].map(target => ({
        apiGroups: [''],
        resources: ['configmaps'],
        resourceNames: [`nvidia-driver-certificate-${target}`],
        verbs: ['get', 'update'],
      })),
    );
    expect(find('Role', 'nvidia-driver-pipelines-runs')?.rules).toEqual([
      { apiGroups: ['tekton.dev'], resources: ['taskruns'], verbs: ['get'] },
    ]);
    expect(find('Role', 'nvidia-driver-pipelines-events')?.rules).toEqual([{ apiGroups: [''], resources: ['events'], verbs: ['create'] }]);
  });

  test('the cleanup may list and delete pods, and nothing else', () => {
    expect(find('Role', 'nvidia-driver-pipelines-cleanup')?.rules).toEqual([
      { apiGroups: [''], resources: ['pods'], verbs: ['list', 'delete'] },
    ]);
  });

  test('the report may read runs, write the ledgers of the targets and create events, and nothing else', () => {
    expect(find('Role', 'nvidia-driver-pipelines-report')?.rules).toEqual([
      { apiGroups: ['tekton.dev'], resources: ['pipelineruns'], verbs: ['get'] },
      { apiGroups: ['tekton.dev'], resources: ['taskruns'], verbs: ['list'] },
      ...['r580-x86-64', 'r580-aarch64'].map(target => ({
        apiGroups: [''],
        resources: ['configmaps'],
        resourceNames: [`nvidia-driver-ledger-${target}`],
        verbs: ['get', 'update'],
      })),
    ]);
  });

  test('the certificates of the targets are in ConfigMaps that are applied without data, so that what builds write stays', () => {
    for (const target of ['r580-x86-64', 'r580-aarch64'])
      expect(find('ConfigMap', `nvidia-driver-certificate-${target}`)).not.toHaveProperty('data');
  });

  test('of the signing Secret each step sees the files that it needs, and the key and the PIN never lie side by side', () => {
    const items = manifests.flatMap(({ kind, metadata, spec }) =>
      (kind === 'Task' ? (spec.volumes ?? []) : [])
        .filter(({ secret }) => secret?.secretName === '$(params.signing-key-secret)')
        .map(({ name, secret }) => `${metadata.name}/${name}: ${secret?.items?.map(({ key }) => key).join(' ')}`),
    );
    expect(items.sort()).toEqual([
      'driver-image-preflight/certificate: public_key.der',
      'driver-image-preflight/pin: pin',
      'driver-image-preflight/signing: private_key.priv public_key.der',
      'driver-image-push/certificate: public_key.der',
      'driver-toolkit-lookup/certificate: public_key.der',
      'kmod-build/certificate: public_key.der',
      'kmod-build/pin: pin',
      'kmod-build/signing: private_key.priv public_key.der',
    ]);
  });

  test('each role is bound to its own account; pipelines-scc to that of the build; only the listener has a token that no step mounts', () => {
    const bindings = manifests.filter(({ kind }) => kind.endsWith('RoleBinding'));
    expect(
      bindings.map(({ kind, roleRef, subjects }) => [kind, roleRef?.name, subjects?.map(({ name, namespace }) => `${namespace}/${name}`)]),
    ).toEqual([
      ['ClusterRoleBinding', 'nvidia-driver-pipelines-lookup', ['nvidia-driver-pipelines/nvidia-driver-lookup']],
      ['ClusterRoleBinding', 'nvidia-driver-pipelines-watcher', ['nvidia-driver-pipelines/nvidia-driver-watcher']],
      ['ClusterRoleBinding', 'nvidia-driver-pipelines-apply', ['nvidia-driver-pipelines/nvidia-driver-apply']],
      ['ClusterRoleBinding', 'nvidia-driver-pipelines-listener', ['nvidia-driver-pipelines/nvidia-driver-listener']],
      ['RoleBinding', 'pipelines-scc-clusterrole', ['nvidia-driver-pipelines/nvidia-driver-build']],
      [
        'RoleBinding',
        'nvidia-driver-pipelines-runs',
        ['lookup', 'build', 'apply'].map(account => `nvidia-driver-pipelines/nvidia-driver-${account}`),
      ],
      ['RoleBinding', 'nvidia-driver-pipelines-leases', ['nvidia-driver-pipelines/nvidia-driver-lookup']],
      ['RoleBinding', 'nvidia-driver-pipelines-releases', ['nvidia-driver-pipelines/nvidia-driver-lookup']],
      ['RoleBinding', 'nvidia-driver-pipelines-cleanup', ['nvidia-driver-pipelines/nvidia-driver-cleanup']],
      ['RoleBinding', 'nvidia-driver-pipelines-report', ['nvidia-driver-pipelines/nvidia-driver-report']],
      ['RoleBinding', 'nvidia-driver-pipelines-certificates', ['nvidia-driver-pipelines/nvidia-driver-build']],
      [
        'RoleBinding',
        'nvidia-driver-pipelines-events',
        ['build', 'report'].map(account => `nvidia-driver-pipelines/nvidia-driver-${account}`),
      ],
      ['RoleBinding', 'nvidia-driver-listener', ['nvidia-driver-pipelines/nvidia-driver-listener']],
      ['RoleBinding', 'nvidia-driver-watcher', ['nvidia-driver-pipelines/nvidia-driver-watcher']],
      ['RoleBinding', 'nvidia-driver-coverage', ['nvidia-driver-pipelines/nvidia-driver-coverage']],
    ]);
    const automounted = manifests.filter(({ automountServiceAccountToken }) => automountServiceAccountToken === true);
    expect(automounted.map(({ metadata }) => metadata.name)).toEqual(['nvidia-driver-listener']);
  });

  test('the listener may read triggers and create PipelineRuns, and nothing else', () => {
    const read = { apiGroups: ['triggers.tekton.dev'], verbs: ['list', 'watch'] };
    expect(find('ClusterRole', 'nvidia-driver-pipelines-listener')?.rules).toEqual(
      ['clusterinterceptors', 'clustertriggerbindings'].map(resource => ({ ...read, resourceNames: [], resources: [resource] })),
    );
    expect(find('Role', 'nvidia-driver-listener')?.rules).toEqual([
      ...['eventlisteners', 'interceptors', 'triggerbindings', 'triggers', 'triggertemplates'].map(resource => ({
        ...read,
        resources: [resource],
      })),
      { apiGroups: ['tekton.dev'], resources: ['pipelineruns'], verbs: ['create'] },
    ]);
  });

  test('the watcher may see releases, nodes and runs, and write ledgers and what it knows of releases, and nothing else', () => {
    const read = (apiGroup: string, resource: string, verb: string) => ({
      apiGroups: [apiGroup],
      resourceNames: [],
      resources: [resource],
      verbs: [verb],
    });
    expect(find('ClusterRole', 'nvidia-driver-pipelines-watcher')?.rules).toEqual([
      read('config.openshift.io', 'clusterversions', 'get'),
      read('', 'nodes', 'list'),
      read('machineconfiguration.openshift.io', 'machineconfigs', 'get'),
    ]);
    expect(find('Role', 'nvidia-driver-watcher')?.rules).toEqual([
      { apiGroups: ['tekton.dev'], resources: ['pipelineruns'], verbs: ['list'] },
      { apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'list', 'create'] },
      ...['nvidia-driver-ledger-r580-x86-64', 'nvidia-driver-ledger-r580-aarch64', 'nvidia-driver-releases'].map(name => ({
        apiGroups: [''],
        resources: ['configmaps'],
        resourceNames: [name],
        verbs: ['update'],
      })),
      { apiGroups: [''], resources: ['events'], verbs: ['create'] },
    ]);
  });

  test('coverage may read the ledgers and create events, and nothing else', () => {
    expect(find('Role', 'nvidia-driver-coverage')?.rules).toEqual([
      ...['nvidia-driver-ledger-r580-x86-64', 'nvidia-driver-ledger-r580-aarch64'].map(name => ({
        apiGroups: [''],
        resources: ['configmaps'],
        resourceNames: [name],
        verbs: ['get'],
      })),
      { apiGroups: [''], resources: ['events'], verbs: ['create'] },
    ]);
  });

  test("accounts of steps have the pull Secrets of the step images; the listener's image is Tekton's own, and pods by the clock name theirs", () => {
    const accounts = manifests.filter(({ kind }) => kind === 'ServiceAccount');
    expect(accounts.map(({ metadata, imagePullSecrets }) => [metadata.name, imagePullSecrets])).toEqual([
      ['nvidia-driver-lookup', [{ name: 'mirror' }]],
      ['nvidia-driver-apply', [{ name: 'mirror' }]],
      ['nvidia-driver-build', [{ name: 'mirror' }]],
      ['nvidia-driver-cleanup', [{ name: 'mirror' }]],
      ['nvidia-driver-report', [{ name: 'mirror' }]],
      ['nvidia-driver-listener', undefined],
      ['nvidia-driver-watcher', undefined],
      ['nvidia-driver-coverage', undefined],
    ]);
  });
});
