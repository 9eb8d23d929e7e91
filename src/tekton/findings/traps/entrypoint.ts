import { docs } from '../docs';
import { type Draft, warning } from '../draft';
import type { StepView } from '../rules/step-view';

/**
 * Steps that give args to the entry point of their image, which the controller looks up in the registry before the node pulls it.
 *
 * Source: pipeline, docs/container-contract.md.
 */
export function entrypoint({ at, command, texts }: StepView): Draft[] {
  if (at.at('ref').given || at.at('script').text !== '' || command.items.length > 0 || !texts.some(({ field }) => field === 'args'))
    return [];
  const reason = "runs the image's own entry point, which Tekton looks up in the registry: it fails where only the node may pull";
  return [warning(at, { rule: 'step-entrypoint', reason, fix: 'write command or script', see: docs.steps })];
}
