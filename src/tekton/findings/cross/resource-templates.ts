import type { Draft } from '../draft';
import type { Kind } from '../kinds';
import type { Located } from '../located';

/** The specs of the triggers that an object defines. */
export function triggersIn(kind: Kind, spec: Located): readonly Located[] {
  if (kind === 'Trigger') return [spec];
  return kind === 'EventListener' ? spec.at('triggers').items.filter(trigger => trigger.at('triggerRef').text === '') : [];
}

/** The objects that events create. */
export function resourceTemplates(kind: Kind, spec: Located): Located[] {
  const templates = kind === 'TriggerTemplate' ? [spec] : triggersIn(kind, spec).map(trigger => trigger.at('template', 'spec'));
  return templates.flatMap(template => template.at('resourcetemplates').items);
}

/**
 * What is wrong with an object that an event creates: nobody looks before the event comes, so the template itself is taken. What
 * depends on a value of the event is not told.
 */
export function asTemplate(drafts: readonly Draft[], template: Located): Draft[] {
  return drafts.flatMap(draft => {
    if (draft.severity === 'warning') return [draft];
    if (draft.rule !== 'unknown-field' && dependsOnEvent(draft, template)) return [];
    return [{ ...draft, severity: 'warning', reason: `${draft.reason}: no event can create it` }];
  });
}

function dependsOnEvent({ path, value }: Draft, template: Located): boolean {
  const above = template.at(...path.slice(template.path.length, -1));
  const siblings = [...above.items, ...above.entries.map(([, sibling]) => sibling)];
  return [JSON.stringify(value) ?? '', ...siblings.map(({ text }) => text)].some(text => /\$\((tt\.params[.[]|uid\))/.test(text));
}
