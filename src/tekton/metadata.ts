/** What every object of ours may carry beside its name. */
export interface Metadata {
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** Labels and annotations, each where there is one, to stand after the name. */
export function marks({ labels, annotations }: Metadata): Metadata {
  return { ...(labels && { labels }), ...(annotations && { annotations }) };
}

/** Metadata of an object that has a name of its own. */
export function named(name: string, metadata: Metadata): Metadata & { readonly name: string } {
  return { name, ...marks(metadata) };
}

/** Metadata of a task or pipeline, whose version is also the label that catalogs demand. */
export function versioned(name: string, version: string, { labels, annotations }: Metadata): Metadata & { readonly name: string } {
  return named(name, { labels: { 'app.kubernetes.io/version': version, ...labels }, ...(annotations && { annotations }) });
}
