import { docs } from '../docs';
import { type Draft, warning } from '../draft';
import type { Located } from '../located';

/** Longest argument of a program: 32 pages, the 0 at its end included. Source: torvalds/linux, include/uapi/linux/binfmts.h (MAX_ARG_STRLEN). */
const longest = 32 * 4096 - 1;

/** What Tekton writes around each script, about: it is at least that. */
const around = 180;

/**
 * Scripts that are too long together: Tekton hands all of a Task to one shell as one argument, coded in base64, and the pod ends with
 * `argument list too long` before its first step.
 *
 * Source: tektoncd/pipeline, pkg/pod/script.go (convertListOfSteps).
 */
export function scriptSize(spec: Located): Draft[] {
  const scripts = ['steps', 'sidecars'].flatMap(key => spec.at(key).items.map(item => item.at('script').text)).filter(text => text !== '');
  const bytes = scripts.reduce((sum, text) => sum + around + 4 * Math.ceil(Buffer.byteLength(text) / 3), 0);
  if (bytes <= longest) return [];
  const reason = `has ${scripts.length} scripts that are ${bytes} bytes together as Tekton hands them to the pod, in one argument, which has room for ${longest}`;
  const fix = 'put programs into the image, or split the Task';
  return [warning(spec.at('steps'), { rule: 'script-size', reason, fix, see: docs.scripts })];
}
