import { openProxy } from './api-proxy';
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

/** A way to the real Service of the listener, and to the API server that leads there. */
export interface ListenerConnection {
  /** Posts a body and waits until somebody has judged it. One after another: the judgements have no id. */
  post(body: string, contentType?: string): Promise<Handled>;
  /** Posts bodies all at once, and waits for nobody's judgement. Gives the listener's answers. */
  postAll(bodies: readonly string[]): Promise<number[]>;
  /** Names of all PipelineRuns of the namespace. */
  pipelineRuns(): Promise<string[]>;
  close(): void;
}

/**
 * Opens a way to a Service of the namespace.
 *
 * @param service with its port, such as `el-builds:8080`
 * @param triggers how many its listener has: each judges every event
 */
export async function connect(service: string, triggers = 1): Promise<ListenerConnection> {
  const { url, close } = await openProxy();
  const judged = await judgements(url, triggers);
  const address = `${url}/api/v1/namespaces/${namespace}/services/${service}/proxy/`;
  const send = (body: string, contentType: string) => fetch(address, { method: 'POST', body, headers: { 'Content-Type': contentType } });
  return {
    async post(body, contentType = 'application/json') {
      const judgement = await judged();
      const response = await send(body, contentType);
      const { eventID, errorMessage = '' } = (await response.json()) as { readonly eventID?: string; readonly errorMessage?: string };
      if (eventID === undefined) return { status: response.status, refusal: { by: 'listener', reason: errorMessage } };
      const reason = await judgement();
      return { status: response.status, eventID, ...(reason !== undefined && { refusal: { by: 'filter', reason } }) };
    },
    postAll: bodies => Promise.all(bodies.map(async body => (await send(body, 'application/json')).status)),
    async pipelineRuns() {
      const list = JSON.parse(await read(`${url}/apis/tekton.dev/v1/namespaces/${namespace}/pipelineruns`)) as List;
      return list.items.map(({ metadata }) => metadata.name);
    },
    close,
  };
}

interface List {
  readonly items: readonly { readonly metadata: { readonly name: string } }[];
}

/** Not by kubectl: it takes longer to start than all the rest of a row. @throws Error with what the API server says */
async function read(url: string): Promise<string> {
  const response = await fetch(url);
  const text = await response.text();
  if (!response.ok) throw new Error(`${url}: ${response.status} ${text}`);
  return text;
}

/** Where the log of the CEL interceptor is. @throws Error where the cluster has no Triggers */
function interceptorLog(): string {
  interface ClusterInterceptor {
    readonly spec: { readonly clientConfig: { readonly service: { readonly name: string; readonly namespace: string } } };
  }
  const cel = get<ClusterInterceptor>('clusterinterceptor', 'cel');
  if (!cel) throw new Error('the cluster has no ClusterInterceptor cel: test/e2e/README.md says what e2e tests need');
  const { name, namespace: where } = cel.spec.clientConfig.service;
  const path = 'jsonpath={.items[0].endpoints[0].targetRef.name}';
  const pod = kubectl('get', 'endpointslices', '-n', where, '-l', `kubernetes.io/service-name=${name}`, '-o', path);
  return `/api/v1/namespaces/${where}/pods/${pod}/log?tailLines=20`;
}

/** Reads why an event passes no trigger; undefined where it passes one. */
type Judgement = () => Promise<string | undefined>;

interface LogLine {
  /** Seconds since 1970. */
  readonly ts: number;
  readonly msg: string;
}

/**
 * Gives, before an event is posted, what reads what the CEL interceptor then says of it: why the event passes no trigger, or undefined.
 * Only its log has it: the listener answers before, and keeps a refusal to itself.
 */
async function judgements(url: string, triggers: number): Promise<() => Promise<Judgement>> {
  const log = url + interceptorLog();
  const lines = async () =>
    (await read(log))
      .split('\n')
      .filter(line => line.includes('Interceptor response is: '))
      .map(line => JSON.parse(line) as LogLine);
  return async () => {
    // A large event may be judged more than once: what was said of the one before is not counted.
    const last = (await lines()).at(-1)?.ts ?? 0;
    return async () => {
      const look = async () => {
        const said = (await lines()).filter(({ ts }) => ts > last);
        return said.length >= triggers ? said : undefined;
      };
      const said = await found('what the CEL interceptor says about the event', look);
      if (said.some(({ msg }) => msg.includes('Continue:true'))) return undefined;
      const msg = said[0]?.msg ?? '';
      return /(did not return true|(?<=failed to evaluate: ).*)\}\}$/.exec(msg)?.[1] ?? msg;
    };
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
