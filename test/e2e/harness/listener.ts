import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { found, get, kubectl } from './command';
import { namespace } from './project';

/** What became of a posted body. */
export interface Handled {
  readonly status: number;
  /** Where the listener took the event: its log has it, and a label of what it creates. */
  readonly eventID?: string;
  /** What the listener, or behind it the CEL interceptor, said against it; undefined where the event passed. */
  readonly refusal?: { readonly by: 'listener' | 'filter'; readonly reason: string };
}

/** A way to the real Service of the listener, through the API server. */
export interface ListenerConnection {
  /** Posts a body and waits until somebody has judged it. One after another: the judgements have no id. */
  post(body: string, contentType?: string): Promise<Handled>;
  close(): void;
}

/** Opens a way to a Service of the namespace. @param service with its port, such as `el-builds:8080` */
export async function connect(service: string): Promise<ListenerConnection> {
  const proxy = spawn('kubectl', ['proxy', '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(proxy.stdout, 'data');
  const address = /127\.0\.0\.1:\d+/.exec(String(line))?.[0];
  if (!address) throw new Error(`kubectl proxy: ${line}`);
  const url = `http://${address}/api/v1/namespaces/${namespace}/services/${service}/proxy/`;
  const read = judgements(interceptorService());
  return {
    async post(body, contentType = 'application/json') {
      const response = await fetch(url, { method: 'POST', body, headers: { 'Content-Type': contentType } });
      const { eventID, errorMessage = '' } = (await response.json()) as { readonly eventID?: string; readonly errorMessage?: string };
      if (eventID === undefined) return { status: response.status, refusal: { by: 'listener', reason: errorMessage } };
      const reason = await read();
      return { status: response.status, eventID, ...(reason !== undefined && { refusal: { by: 'filter', reason } }) };
    },
    close: () => proxy.kill(),
  };
}

interface Service {
  readonly name: string;
  readonly namespace: string;
}

/** @throws Error where the cluster has no Triggers */
function interceptorService(): Service {
  const cel = get<{ readonly spec: { readonly clientConfig: { readonly service: Service } } }>('clusterinterceptor', 'cel');
  if (!cel) throw new Error('the cluster has no ClusterInterceptor cel: test/e2e/README.md says what e2e tests need');
  return cel.spec.clientConfig.service;
}

interface LogLine {
  /** Seconds since 1970. */
  readonly ts: number;
  readonly msg: string;
}

/**
 * Reads what the CEL interceptor says about one event after another: why the event does not pass, or undefined. Only its log has it:
 * the listener answers before, and keeps a refusal to itself.
 */
function judgements({ name, namespace: where }: Service): () => Promise<string | undefined> {
  const lines = () =>
    kubectl('logs', '-n', where, `service/${name}`, '--tail', '20')
      .split('\n')
      .filter(line => line.includes('Interceptor response is: '))
      .map(line => JSON.parse(line) as LogLine);
  let last = lines().at(-1)?.ts ?? 0;
  return async () => {
    const { ts, msg } = await found('what the CEL interceptor says about the event', () => lines().find(line => line.ts > last));
    last = ts;
    if (msg.includes('Continue:true')) return undefined;
    return /(did not return true|(?<=failed to evaluate: ).*)\}\}$/.exec(msg)?.[1] ?? msg;
  };
}

/** What the listener's log says went wrong with an event that passed. */
export function errorsOf(deployment: string, { eventID }: Handled): string[] {
  if (eventID === undefined) return [];
  return kubectl('logs', '-n', namespace, `deployment/${deployment}`)
    .split('\n')
    .filter(line => line.includes(eventID))
    .map(line => JSON.parse(line) as { readonly severity: string; readonly message: string })
    .flatMap(({ severity, message }) => (severity === 'error' ? [message] : []));
}
