import { record } from '../record';
import { EventValue } from './event-value';

/**
 * Looks at an event before a trigger does: lets it pass or not, and may add values to it. `N` names what it adds.
 *
 * @see https://tekton.dev/docs/triggers/interceptors/
 */
export interface Interceptor<N extends string = never> {
  readonly ref: { readonly name: string; readonly kind: 'ClusterInterceptor' | 'NamespacedInterceptor' };
  /** What it is given, by name. */
  readonly params: Readonly<Record<string, unknown>>;
  /** References to what it adds to the event. */
  readonly extensions: { readonly [name: string]: EventValue<'always', N> };
}

/** The value of `secretKey` of the Secret `secretName` in the listener's namespace. The listener's account has to be allowed to read it. */
export interface SecretRef {
  readonly secretName: string;
  readonly secretKey: string;
}

/** What the interceptors of Git services take. */
export interface WebhookProps<E extends string> {
  /** The token that the service was given, with which it signs events. @default - anybody's events are taken */
  readonly secretRef?: SecretRef;
  /** Events that pass. @default - all */
  readonly eventTypes?: readonly [E, ...E[]];
}

/** Renders an interceptor as triggers have it. */
export function renderInterceptor({ ref, params }: Interceptor<string>): object {
  return {
    ref,
    params: Object.entries(params)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => ({ name, value })),
  };
}

function core(name: string, params: object): Interceptor {
  return { ref: { name, kind: 'ClusterInterceptor' }, params: { ...params }, extensions: {} };
}

/** References to what an interceptor adds, by name. */
function extensions<T extends object>(fields: readonly string[]): T {
  return record(fields.map(field => [field, new EventValue(`extensions.${field}`, 'always')]));
}

type Extensions<F extends string> = { readonly [K in F]: EventValue<'always', `extensions.${K}`> };

/** What the interceptor for GitHub takes. */
export interface GitHubProps<C extends boolean> extends WebhookProps<string> {
  /** Whether to add the names of the changed files. A private repository wants a token. @default - no */
  readonly addChangedFiles?: { readonly enabled: C; readonly personalAccessToken?: SecretRef };
  /** Lets pull requests and comments of the repository's owners pass, and of those that `checkType` names. @default - everybody's */
  readonly githubOwners?: {
    /** `false`: everybody's pass. */
    readonly enabled: boolean;
    readonly checkType: 'orgMembers' | 'repoMembers' | 'all' | 'none';
    readonly personalAccessToken?: SecretRef;
  };
}

/**
 * Checks the signature and kind of GitHub's events. With `addChangedFiles` it adds the changed files, separated by commas.
 *
 * @see https://tekton.dev/docs/triggers/interceptors/#github-interceptors
 * @example
 * github({ secretRef: { secretName: 'github', secretKey: 'token' }, eventTypes: ['push'] })
 */
export function github<const C extends boolean = false>(props: GitHubProps<C>) {
  const files: Extensions<C extends true ? 'changed_files' : never> = extensions(props.addChangedFiles?.enabled ? ['changed_files'] : []);
  return { ...core('github', props), extensions: files };
}

/**
 * Checks the token and kind of GitLab's events.
 *
 * @see https://tekton.dev/docs/triggers/interceptors/#gitlab-interceptors
 * @example
 * const checked = gitlab({ secretRef: { secretName: 'gitlab', secretKey: 'token' }, eventTypes: ['Push Hook'] });
 */
export function gitlab(props: WebhookProps<string>): Interceptor {
  return core('gitlab', props);
}

/**
 * Checks the signature and kind of Bitbucket's events.
 *
 * @see https://tekton.dev/docs/triggers/interceptors/#bitbucket-interceptors
 * @example
 * const checked = bitbucket({ secretRef: { secretName: 'bitbucket', secretKey: 'token' }, eventTypes: ['repo:refs_changed'] });
 */
export function bitbucket(props: WebhookProps<string>): Interceptor {
  return core('bitbucket', props);
}

/**
 * Takes fields of a form that Slack sends for a slash command; one that a form lacks stops it.
 *
 * @see https://tekton.dev/docs/triggers/interceptors/#slack-interceptors
 * @example
 * const { extensions } = slack({ requestedFields: ['text'] });
 * extensions.text; // $(extensions.text[0])
 */
export function slack<const F extends string>({ requestedFields }: { readonly requestedFields: readonly [F, ...F[]] }) {
  // Each field of a form is a list, mostly of one.
  const lists: Extensions<F> = record(requestedFields.map(field => [field, new EventValue(`extensions.${field}[0]`, 'always')]));
  return { ...core('slack', { requestedFields }), extensions: lists };
}

/**
 * Any other interceptor, by reference.
 *
 * @see https://tekton.dev/docs/triggers/interceptors/
 * @example
 * interceptor('signature', { params: { algorithm: 'sha256' } })
 */
export function interceptor<const F extends string = never>(
  name: string,
  {
    kind = 'ClusterInterceptor',
    params = {},
    extensions: fields = [],
  }: {
    /** @default 'ClusterInterceptor' */
    readonly kind?: 'ClusterInterceptor' | 'NamespacedInterceptor';
    /** @default - none */
    readonly params?: Readonly<Record<string, unknown>>;
    /** Names of texts that it adds to the event. @default - none */
    readonly extensions?: readonly F[];
  } = {},
) {
  const added: Extensions<F> = extensions(fields);
  return { ref: { name, kind }, params, extensions: added };
}
