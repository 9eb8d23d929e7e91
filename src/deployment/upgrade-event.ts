import { cel } from '../tekton/triggers/cel-interceptor';
import { TriggerEvent } from '../tekton/triggers/event';
import { isVersion } from './build-event';

/** A ClusterVersion, as Knative's ApiServerSource posts it. Source: openshift/api, config/v1/types_cluster_version.go. */
export const upgradeEvent = new TriggerEvent('upgrade', {
  body: {
    kind: 'string',
    metadata: { name: 'string' },
    spec: { 'desiredUpdate?': { 'mode?': 'string' } },
    status: { desired: { version: 'string' }, history: [{ state: 'string' }] },
  },
});

/**
 * Lets a ClusterVersion pass while its newest update has not come to its end; gives the release as a part of a name. A preflight only
 * tries an update.
 */
export const upgrades = cel(upgradeEvent, {
  filter: ({ body, isWellFormed }) =>
    isWellFormed.and(
      body.kind.equals('ClusterVersion'),
      body.metadata.name.equals('version'),
      ...isVersion(body.status.desired.version),
      body.status.history.at(0).state.equals('Partial'),
      body.spec.desiredUpdate.isAbsentOr(({ mode }) => mode.isAbsentOr(name => name.equals('Preflight').not())),
    ),
  overlays: ({ body }) => ({ part: body.status.desired.version.translate(/[^a-z0-9]/, '-') }),
});
