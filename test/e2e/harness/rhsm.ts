import { server } from './project';

interface Entry {
  readonly action: 'register' | 'unregister' | 'refuse';
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
