import { ApiObject, Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { pageSizeLabel, platforms } from '../driver/platform';
import { labels } from './names';

/**
 * Has Node Feature Discovery label nodes of aarch64 by page size, from the configuration of the kernel that they run. Of the group that
 * OpenShift's operator has in every version: since 4.19 it makes a rule of the upstream group, `nfd.k8s-sigs.io`, of it.
 *
 * Source: openshift/cluster-nfd-operator, internal/controllers/nodefeaturerule_reconciler.go at release-4.19, and its CRDs (namespaced);
 * openshift/node-feature-discovery, source/kernel/kconfig.go (options without CONFIG_, values as they are) and
 * pkg/nfd-master/nfd-master.go (filterFeatureLabel: every namespace of labels but kubernetes.io) at release-4.15.
 *
 * @example
 * import { App } from 'cdk8s';
 * const app = new App({ outdir: 'manifests' });
 * new NodeFeatureRuleChart(app, config.namespace);
 * app.synth();
 */
export class NodeFeatureRuleChart extends Chart {
  constructor(scope: Construct, namespace: string) {
    super(scope, 'node-feature-rule', { namespace, labels });
    new ApiObject(this, 'rule', {
      apiVersion: 'nfd.openshift.io/v1alpha1',
      kind: 'NodeFeatureRule',
      metadata: { name: 'nvidia-driver-page-size' },
      spec: { rules: [rule('aarch64', 'ARM64_4K_PAGES'), rule('aarch64+64k', 'ARM64_64K_PAGES')] },
    });
  }
}

/** Source of the options: torvalds/linux, arch/arm64/Kconfig. */
function rule(platform: 'aarch64' | 'aarch64+64k', option: string): object {
  const { pageSize } = platforms[platform];
  return {
    name: `pages of ${pageSize}`,
    labels: { [pageSizeLabel]: pageSize },
    matchFeatures: [{ feature: 'kernel.config', matchExpressions: { [option]: { op: 'In', value: ['y'] } } }],
  };
}
