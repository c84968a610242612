import type { Flow } from '../flow/flow.ts';
import { patternRoute, type Pattern } from '../flow/pattern.ts';
import { walkSteps } from '../steps/step.ts';
import { camel, UniqueNames } from './naming.ts';

/** One pattern of the project, which all services know by one name. */
export interface PatternPlan {
  /** `createOrder` */
  key: string;
  /** `CreateOrderDto` */
  dto: string;
  pattern: Pattern;
}

/** Every pattern that is answered or sent anywhere in a flow, once; and how to find it. */
export function planPatterns(flow: Flow): { patterns: PatternPlan[]; find: (pattern: Pattern) => PatternPlan } {
  const keys = new UniqueNames(['constructor', 'prototype']);
  const known = new Map<string, PatternPlan>();
  const find = (pattern: Pattern): PatternPlan => {
    const route = patternRoute(pattern);
    const found = known.get(route);
    if (found !== undefined) return found;
    const key = keys.take(camel(namePattern(pattern), 'pattern'));
    const made = { key, dto: `${key.charAt(0).toUpperCase()}${key.slice(1)}Dto`, pattern };
    known.set(route, made);
    return made;
  };
  for (const { handlers } of Object.values(flow.services)) {
    for (const { on, steps } of Object.values(handlers)) {
      if ('message' in on) find(on.message);
      if ('event' in on) find(on.event);
      walkSteps(steps, '', (step) => {
        if ('pattern' in step) find(step.pattern);
      });
    }
  }
  return { patterns: [...known.values()], find };
}

/** `{ cmd: 'create_order' }` is called by its values. */
export function namePattern(pattern: Pattern): string {
  if (typeof pattern === 'string') return pattern;
  const values = Object.values(pattern).filter((value) => typeof value === 'string' || typeof value === 'number');
  return values.length === 0 ? Object.keys(pattern).join(' ') : values.join(' ');
}
