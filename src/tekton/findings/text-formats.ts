/** What the CRDs demand of a quantity such as `500m` or `4Gi`. Source: k8s.io/apimachinery, pkg/api/resource/quantity.go. */
export function isQuantity(text: string): boolean {
  return /^[+-]?(\d+(\.\d*)?|\.\d+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?(\d+(\.\d*)?|\.\d+))?$/.test(text);
}

const units: Readonly<Record<string, number>> = { ns: 1e-6, us: 1e-3, µs: 1e-3, μs: 1e-3, ms: 1, s: 1e3, m: 6e4, h: 36e5 };

/** Milliseconds of a duration as Go writes it, such as `1h30m`; undefined where it is none. Source: Go, time.ParseDuration. */
export function milliseconds(text: string): number | undefined {
  const [, sign = '', body = ''] = /^([+-]?)(.*)$/s.exec(text) ?? [];
  if (body === '0') return 0;
  if (!/^((\d+(\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h))+$/.test(body)) return undefined;
  const parts = [...body.matchAll(/([\d.]+)(\D+)/g)];
  const sum = parts.reduce((total, [, count = '', unit = '']) => total + Number(count) * (units[unit] ?? 0), 0);
  return sign === '-' ? -sum : sum;
}

const label = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';

/** Source: k8s.io/apimachinery, pkg/util/validation/validation.go, as for the others below. */
export function isDnsLabel(text: string): boolean {
  return text.length <= 63 && new RegExp(`^${label}$`).test(text);
}

export function isDnsSubdomain(text: string): boolean {
  return text.length <= 253 && new RegExp(`^${label}(\\.${label})*$`).test(text);
}

export function isLabelValue(text: string): boolean {
  return text === '' || isNamePart(text);
}

/** The key of a label or annotation: a name, maybe behind a domain and a slash. */
export function isQualifiedName(text: string): boolean {
  const [name = '', prefix, ...more] = text.split('/').toReversed();
  return more.length === 0 && isNamePart(name) && (prefix === undefined || isDnsSubdomain(prefix));
}

function isNamePart(text: string): boolean {
  return text.length <= 63 && /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/.test(text);
}
