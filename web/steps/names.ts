import type { Handler } from '#shared/flow/flow.ts';
import { innerSteps, type Step } from '#shared/steps/step.ts';
import type { ScopeValues } from './handlerSample.ts';
import type { NameInScope } from '../ui/nameInScope.ts';

export type TriggerKind = 'http' | 'message' | 'event';

export function triggerKind(on: Handler['on']): TriggerKind {
  if ('http' in on) return 'http';
  return 'message' in on ? 'message' : 'event';
}

/** What a new step begins with: a GET has no body, so what it was asked stands in its path or behind the `?`. */
export function payloadOf(on: Handler['on']): string {
  if (!('http' in on)) return 'data';
  const [verb = '', path = ''] = on.http.split(' ');
  if (!['GET', 'HEAD', 'DELETE'].includes(verb)) return 'body';
  return path.includes('/:') ? 'params' : 'query';
}

const always: readonly NameInScope[] = [
  { name: 'id', detail: 'a fresh id for this message' },
  {
    name: 'meta',
    detail: 'about the message',
    members: ['traceId', 'correlationId', 'pattern', 'attempt', 'replica'],
  },
  { name: 'state', detail: 'what “set” keeps, by key' },
  { name: 'random', detail: 'random(): 0 to 1, seeded' },
];
const ofHttp: readonly NameInScope[] = [
  { name: 'body', detail: 'the JSON body' },
  { name: 'params', detail: 'parts of the path: params.id' },
  { name: 'query', detail: 'what stands behind the ?' },
  { name: 'headers', detail: 'of the request' },
];
const ofMessage: readonly NameInScope[] = [{ name: 'data', detail: 'the payload' }];

export const errorName: NameInScope = {
  name: 'error',
  detail: 'what was caught',
  members: ['name', 'message', 'status', 'code'],
};
export const indexName: NameInScope = { name: 'index', detail: 'counts the values from 0', value: 0 };

/** The names every expression of a handler may use before any step has added one. */
export function namesOfTrigger(trigger: TriggerKind): NameInScope[] {
  return [...(trigger === 'http' ? ofHttp : ofMessage), ...always];
}

/** The names that steps leave behind for the steps after them. */
export function namesOfSteps(steps: readonly Step[]): NameInScope[] {
  return steps.flatMap((step) => {
    const inner = innerSteps(step).flatMap((list) => namesOfSteps(list.steps));
    if (step.do === 'send' && step.as !== undefined)
      return [{ name: step.as, detail: 'the answer of a send' }, ...inner];
    if (step.do === 'get') return [{ name: step.as, detail: `the value kept as ${step.key}` }, ...inner];
    return inner;
  });
}

/** The names with the values that they had lately. */
export const withValues = (names: readonly NameInScope[], values: ScopeValues): NameInScope[] =>
  names.map((one) =>
    one.isEmpty !== true && Object.hasOwn(values, one.name) ? { ...one, value: values[one.name] } : one,
  );

/** Results of steps anywhere in the handler: they exist in all of it, and are undefined where no step before gave them. */
export const declaredNames = (steps: readonly Step[]): NameInScope[] =>
  namesOfSteps(steps).map(({ name }) => ({ name, detail: 'given by another step', isEmpty: true }));

/** `name`, or `name2`, `name3`, … when it is taken. */
export function freeName(name: string, taken: readonly NameInScope[]): string {
  const names = new Set(taken.map((one) => one.name));
  if (!names.has(name)) return name;
  for (let count = 2; ; count += 1) {
    if (!names.has(`${name}${count}`)) return `${name}${count}`;
  }
}
