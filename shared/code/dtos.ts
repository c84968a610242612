import type { Flow } from '../flow/flow.ts';
import { walkSteps } from '../steps/step.ts';
import type { PatternPlan } from './patterns.ts';
import type { Pattern } from '../flow/pattern.ts';
import { learn, newShape, type Shape } from './script/shape.ts';
import { parsedText, textsOf } from './steps/texts.ts';

/** What the handlers of each pattern do with its `data`: all that is known of a message's shape. By `PatternPlan.key`. */
export function shapesOfData(flow: Flow, find: (pattern: Pattern) => PatternPlan): Map<string, Shape> {
  const shapes = new Map<string, Shape>();
  for (const { handlers } of Object.values(flow.services)) {
    for (const { on, steps } of Object.values(handlers)) {
      if ('http' in on) continue;
      const { key } = find('message' in on ? on.message : on.event);
      const shape = shapes.get(key) ?? newShape();
      shapes.set(key, shape);
      const data = new Map([['data', shape]]);
      walkSteps(steps, '', (step) => {
        for (const text of textsOf(step))
          for (const { expr } of parsedText(text) ?? []) learn(expr, data, text.isCondition);
      });
    }
  }
  return shapes;
}
