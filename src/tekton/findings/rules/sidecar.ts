import { docs } from '../docs';
import { type Draft, error } from '../draft';
import type { Located } from '../located';
import { scriptAndCommand } from './step';

const reserved = 'sidecar-tekton-log-results';

/** A sidecar. Source: pipeline, pkg/apis/pipeline/v1/container_validation.go (Sidecar.Validate). */
export function sidecar(at: Located): Draft[] {
  const name = at.at('name');
  const image = at.at('image');
  const see = docs.sidecars;
  return [
    ...(name.text === reserved ? [error(name, { rule: 'sidecar-name', reason: "is Tekton's own sidecar", fix: 'rename it', see })] : []),
    ...(image.text === '' ? [error(image, { rule: 'sidecar-image', reason: 'is missing', fix: 'add the image to run', see })] : []),
    ...scriptAndCommand(at.at('script'), at.at('command')),
  ];
}
