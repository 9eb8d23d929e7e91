import { platforms } from '../driver/platform';
import { isRecord } from '../source/record';
import { type ReleaseFacts, readStream } from './facts';

/** What came of a question: facts, or why there are none. */
export type Answer = ReleaseFacts | { readonly question: string; readonly reason: string };

/**
 * An answer as look-up.sh writes it and the watcher keeps it: `{"image", "arch", "facts": {"version", "streams"}}` or
 * `{"image", "arch", "reason"}`. Undefined for what somebody else wrote.
 *
 * @param nodeArch as in the node label kubernetes.io/arch, where the answer does not name it
 */
export function readAnswer(text: string, nodeArch?: string): Answer | undefined {
  const value = parse(text);
  if (!isRecord(value) || typeof value.image !== 'string') return undefined;
  const { image, facts, reason, arch: answered = nodeArch } = value;
  const arch = Object.values(platforms).find(platform => platform.nodeArch === answered)?.arch;
  if (arch === undefined) return undefined;
  if (typeof reason === 'string') return { question: `${image} (${arch})`, reason };
  if (!isRecord(facts) || typeof facts.version !== 'string' || !Array.isArray(facts.streams)) return undefined;
  return { version: facts.version, arch, image, streams: facts.streams.flatMap(stream => readStream(stream) ?? []) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
