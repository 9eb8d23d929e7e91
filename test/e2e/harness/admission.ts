import { attempt, kubectl, run } from './command';

/** Whether an object is accepted, and what was said about it. */
export interface Verdict {
  readonly accepted: boolean;
  readonly message: string;
}

// kubectl refuses what it cannot decode itself; all else that it says means that nobody judged the object.
const refusal =
  /^(Error from server \(BadRequest\)|The \w+ ".*" is invalid|error: (resource mapping not found|unable to decode|error parsing))/;

/**
 * Asks the API server, with all its webhooks, to create an object, as `kubectl create` does: unknown fields are refused, and nothing is
 * created.
 *
 * @throws Error where the object was not judged: no connection, a webhook that does not answer, a namespace that does not exist
 */
export function admission(manifest: string, namespace: string): Verdict {
  const { code, stdout, stderr } = attempt('kubectl', ['create', '--dry-run=server', '-n', namespace, '-f', '-'], manifest);
  if (code === 0) return { accepted: true, message: stdout.trim() };
  if (!refusal.test(stderr)) throw new Error(`the cluster did not judge the object:\n${stderr}\n${manifest}`);
  return { accepted: false, message: stderr.replace(/^Error from server \(BadRequest\): error when creating "STDIN": /, '').trim() };
}

/** Creates a namespace where there is none of that name. */
export function ensureNamespace(name: string): void {
  run('kubectl', ['apply', '-f', '-'], kubectl('create', 'namespace', name, '--dry-run=client', '-o', 'json'));
}
