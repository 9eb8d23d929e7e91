/** What every object of ours may carry beside its name. */
export interface Metadata {
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** Metadata in the order in which people read it. */
export function named(name: string, { labels, annotations }: Metadata): Metadata & { readonly name: string } {
  return { name, ...(labels && { labels }), ...(annotations && { annotations }) };
}

/** Metadata of a task or pipeline, whose version is also the label that catalogs demand. */
export function versioned(name: string, version: string, { labels, annotations }: Metadata): Metadata & { readonly name: string } {
  return { name, labels: { 'app.kubernetes.io/version': version, ...labels }, ...(annotations && { annotations }) };
}
