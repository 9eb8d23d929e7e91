import { isRecord, Located } from '../located';

/** All objects that are judged together, to be found by name. */
export class Objects {
  private readonly named = new Map<string, Located[]>();

  constructor(manifests: readonly unknown[]) {
    for (const manifest of manifests) {
      if (!isRecord(manifest)) continue;
      const top = new Located(manifest);
      const key = `${top.at('kind').text}/${top.at('metadata', 'name').text}`;
      this.named.set(key, [...(this.named.get(key) ?? []), top]);
    }
  }

  /**
   * The spec of an object in the namespace of another; undefined where none is judged: then the cluster may have it; or several. An object
   * that names no namespace may be in any.
   */
  spec(kind: string, name: string, besides: Located): Located | undefined {
    const own = namespaceOf(besides);
    const named = name === '' ? [] : (this.named.get(`${kind}/${name}`) ?? []);
    const [found, ...more] = named.filter(top => own === '' || ['', own].includes(namespaceOf(top)));
    return more.length > 0 ? undefined : found?.at('spec');
  }
}

function namespaceOf(top: Located): string {
  return top.at('metadata', 'namespace').text;
}
