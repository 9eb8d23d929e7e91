import { Located } from '../located';

/** The objects that are judged together, by kind and name, so that a reference finds what it names. */
export class Objects {
  private readonly byName = new Map<string, Located[]>();

  constructor(manifests: readonly unknown[]) {
    for (const manifest of manifests) {
      const top = new Located(manifest);
      const [group = '', version = ''] = top.at('apiVersion').text.split('/');
      const judged =
        (group === 'tekton.dev' && version === 'v1') || group === 'triggers.tekton.dev' || top.at('kind').text === 'StepAction';
      const name = top.at('metadata', 'name').text;
      if (!judged || name === '') continue;
      const key = keyOf(top.at('kind').text, name);
      const same = this.byName.get(key);
      if (same === undefined) this.byName.set(key, [top]);
      else same.push(top);
    }
  }

  /** The spec of the object that is meant: the only one of that name in the namespace, or where either has no namespace. */
  find(kind: string, name: string, namespace: string): Located | undefined {
    if (name === '' || name.includes('$(')) return undefined;
    const near = (this.byName.get(keyOf(kind, name)) ?? []).filter(top => {
      const other = top.at('metadata', 'namespace').text;
      return other === namespace || other === '' || namespace === '';
    });
    return near.length === 1 ? near[0]?.at('spec') : undefined;
  }

  /** The task or pipeline that a reference names: one of the same namespace, or by the cluster resolver. */
  referenced(ref: Located, kind: 'Task' | 'Pipeline', namespace: string): Located | undefined {
    const custom = !['', kind].includes(ref.at('kind').text) || !/^(tekton\.dev\/.*)?$/.test(ref.at('apiVersion').text);
    if (custom) return undefined;
    const resolver = ref.at('resolver').text;
    if (resolver === '') return this.find(kind, ref.at('name').text, namespace);
    if (resolver !== 'cluster') return undefined;
    const param = (name: string) =>
      ref
        .at('params')
        .items.find(item => item.at('name').text === name)
        ?.at('value').text ?? '';
    return param('kind') === kind.toLowerCase() ? this.find(kind, param('name'), param('namespace') || namespace) : undefined;
  }
}

function keyOf(kind: string, name: string): string {
  return `${kind}/${name}`;
}
