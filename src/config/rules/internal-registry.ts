import type { Rule } from './rule';

/**
 * OpenShift's own registry is logged in to with the tokens of service accounts: Secrets beside them are of no use, or in the way.
 *
 * Source: kubernetes/kubernetes, plugin/pkg/admission/serviceaccount/admission.go (a pod that names pull Secrets gets none of its account's).
 */
export const internalRegistrySecrets: Rule = ({ file: { registry, secrets = {} }, source }) => {
  if (registry !== 'internal') return [];
  const reasons = {
    push: 'is used by nobody: registry: internal logs in with the tokens of the service accounts',
    driverImage: 'takes from driver pods the pull Secret of their service account, with which they pull from the internal registry',
  };
  const present = [
    ...(secrets.push === undefined ? [] : (['push'] as const)),
    ...(secrets.driverImage?.length ? (['driverImage'] as const) : []),
  ];
  return present.map(name => source.finding(['secrets', name], { reason: reasons[name], fix: 'remove it, or remove registry' }));
};
