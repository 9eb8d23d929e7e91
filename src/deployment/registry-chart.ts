import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import type { Config } from '../config/config';
import { namespaceOf } from '../config/internal-registry';
import { allow, bind, resource, type Subject } from './account';
import { labels, serviceAccounts } from './names';

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
    const of = (...accounts: readonly string[]): Subject[] => accounts.map(account => ({ account, namespace }));
    const operator: Subject = { group: `system:serviceaccounts:${apply.operatorNamespace}` };
    const { build, lookup, watcher, cleanup } = serviceAccounts;
    for (const images of new Set(targets.map(({ image }) => namespaceOf(image)))) {
      const named = (what: string) => ({ name: `${namespace}-images-${what}`, namespace: images });
      // The preflight tries under the lookup's account what the build will do: one binding for both, so that what it finds holds.
      bind(this, 'system:image-builder', { ...named('push'), subjects: of(build, lookup) });
      bind(this, 'system:image-puller', { ...named('pull'), subjects: [...of(serviceAccounts.apply, watcher), operator] });
      // A role cannot name tags that do not exist yet.
      allow(this, { ...named('staging'), rules: [[['delete'], resource('image.openshift.io', 'imagestreamtags')]], subjects: of(cleanup) });
    }
  }
}
