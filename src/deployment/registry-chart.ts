import { ApiObject, Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import type { Config } from '../config/config';
import { namespaceOf } from '../config/internal-registry';
import type { Rule } from './account';
import { labels, serviceAccounts } from './names';

const apiGroup = 'rbac.authorization.k8s.io';

/** Whoever is bound to a role. */
type Subject = { readonly kind: 'ServiceAccount' | 'Group'; readonly name: string; readonly [field: string]: string };

/**
 * What our accounts, and the driver pods, may do in the namespaces of OpenShift's own registry that driver images are published in.
 *
 * Source: openshift/origin, pkg/cmd/server/bootstrappolicy/policy.go: `system:image-builder` pushes, pulls and creates image streams,
 * `system:image-puller` pulls; neither deletes a tag. Driver pods run under accounts that the operator makes and names: all of its namespace
 * may pull.
 *
 * @see https://docs.redhat.com/en/documentation/openshift_container_platform/4.20/html/images/managing-images
 * @example
 * import { App } from 'cdk8s';
 * const app = new App({ outdir: 'manifests' });
 * new RegistryChart(app, { ...config, registry: 'internal' });
 * app.synth();
 */
export class RegistryChart extends Chart {
  constructor(scope: Construct, { namespace, targets, apply }: Config) {
    super(scope, 'registry', { labels });
    const account = (name: string): Subject => ({ kind: 'ServiceAccount', name, namespace });
    const operator: Subject = { kind: 'Group', name: `system:serviceaccounts:${apply.operatorNamespace}`, apiGroup };
    const { build, lookup, watcher, cleanup } = serviceAccounts;
    for (const images of new Set(targets.map(({ image }) => namespaceOf(image)))) {
      const name = (what: string) => `${namespace}-images-${what}`;
      // The preflight tries under the lookup's account what the build will do: one binding for both, so that what it finds holds.
      this.bind(images, name('push'), 'ClusterRole', 'system:image-builder', [account(build), account(lookup)]);
      this.bind(images, name('pull'), 'ClusterRole', 'system:image-puller', [account(serviceAccounts.apply), account(watcher), operator]);
      // A role cannot name tags that do not exist yet.
      const rules: Rule[] = [{ apiGroups: ['image.openshift.io'], resources: ['imagestreamtags'], verbs: ['delete'] }];
      const metadata = { name: name('staging'), namespace: images };
      new ApiObject(this, `role-${images}`, { apiVersion: `${apiGroup}/v1`, kind: 'Role', metadata, rules });
      this.bind(images, name('staging'), 'Role', name('staging'), [account(cleanup)]);
    }
  }

  private bind(namespace: string, name: string, kind: 'Role' | 'ClusterRole', role: string, subjects: readonly Subject[]): void {
    new ApiObject(this, `${namespace}-${name}`, {
      apiVersion: `${apiGroup}/v1`,
      kind: 'RoleBinding',
      metadata: { name, namespace },
      roleRef: { apiGroup, kind, name: role },
      subjects,
    });
  }
}
