import { server } from './project';

interface Entry {
  readonly action: 'register' | 'unregister' | 'refuse' | 'busy' | 'remove' | 'busy' | 'remove';
  readonly name: string;
}

/** What Red Hat's subscription management was asked for since the record was last emptied. */
export async function registrations(): Promise<Entry[]> {
  const response = await fetch(`${server}/rhsm/log`);
  return (await response.json()) as Entry[];
}

export async function forgetRegistrations(): Promise<void> {
  await fetch(`${server}/rhsm/log`, { method: 'DELETE' });
}

/** The next registrations fail with 503, as many as `fail` says; each takes `slow` seconds. */
export async function registrationFaults({ fail, slow }: { readonly fail: number; readonly slow: number }): Promise<void> {
  await fetch(`${server}/rhsm/faults`, { method: 'POST', body: new URLSearchParams({ fail: String(fail), slow: String(slow) }) });
}
