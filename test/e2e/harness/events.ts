import { kubectl } from './command';
import { namespace } from './project';

/** Events on an object of the namespace, each as `Type Reason: message`. */
export function eventsOn(name: string): string[] {
  const lines = '{range .items[*]}{.type} {.reason}: {.message}{"\\n"}{end}';
  const text = kubectl('-n', namespace, 'get', 'events', '--field-selector', `involvedObject.name=${name}`, '-o', `jsonpath=${lines}`);
  return text.split('\n').filter(line => line !== '');
}
