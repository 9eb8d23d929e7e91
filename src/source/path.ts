/** Keys and indexes from the top of a document to a value: `['drivers', 0, 'version']`. */
export type Path = readonly (string | number)[];

/** A path as users write it: `drivers[0].nodeSelector["kubernetes.io/arch"]`. */
export function renderPath(path: Path): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    if (!/^[A-Za-z_][\w-]*$/.test(part)) return `${text}["${part}"]`;
    return text === '' ? part : `${text}.${part}`;
  }, '');
}
