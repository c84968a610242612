import type { Handler } from '#shared/flow/flow.ts';
import { problem, type Problem } from '#shared/problem.ts';
import { javascriptNames } from '#shared/steps/javascriptNames.ts';
import { walkSteps, type Step } from '#shared/steps/step.ts';
import { parsePlain } from '../sandbox/parsePlain.ts';
import type { Plain } from '../sandbox/plain.ts';
import { parseTemplate } from '../sandbox/template.ts';

const always = ['id', 'meta', 'state', 'random'];

/**
 * Names that nothing gives, where that is certain without running anything: in expressions made of names, paths, objects, lists
 * and texts, all of which are read each time. Such a step fails with a ReferenceError whenever it is come to. Of anything more
 * (operators, calls, functions) nothing is said here: a false alarm would be worse.
 *
 * @param at dotted path of the handler: `services.orders.handlers.create`
 */
export function unknownNames({ on, steps }: Handler, at: string): Problem[] {
  const names = new Set([...always, ...('http' in on ? ['body', 'params', 'query', 'headers'] : ['data'])]);
  walkSteps(steps, '', (step) => {
    // As `let` at the top of the handler: known everywhere, undefined before its step.
    if ('as' in step && step.as !== undefined) names.add(step.as);
  });
  const problems: Problem[] = [];
  walkSteps(steps, `${at}.steps`, (step, path) => {
    const isCaught = /\.catch\./.test(path);
    const knows = (name: string): boolean =>
      names.has(name) ||
      javascriptNames.has(name) ||
      (name === 'error' && isCaught) ||
      (name === 'index' && step.do === 'stream');
    for (const [field, plain] of plainsOf(step)) {
      const unknown = namesIn(plain).find((name) => !knows(name));
      if (unknown !== undefined) problems.push(complaint(unknown, { names: [...names], at: `${path}.${field}` }));
    }
  });
  return problems;
}

function complaint(name: string, { names, at }: { names: readonly string[]; at: string }): Problem {
  const known = names.filter((one) => one !== 'random').join(', ');
  const message = `Nothing gives “${name}”, so this step fails with "ReferenceError: '${name}' is not defined". Use one of: ${known}.`;
  return { ...problem('badExpression', message, at), severity: 'error' };
}

/** The texts of a step that are plain, with the fields that they stand in. */
function plainsOf(step: Step): [field: string, plain: Plain][] {
  const texts: [string, Plain | undefined][] = [];
  switch (step.do) {
    case 'reply':
    case 'log':
    case 'stream':
      texts.push(['value', parsePlain(step.value)]);
      break;
    case 'send':
    case 'emit':
      texts.push(['data', step.data === undefined ? undefined : parsePlain(step.data)]);
      break;
    case 'set':
      texts.push(['key', plainTemplate(step.key)], ['value', parsePlain(step.value)]);
      break;
    case 'get':
      texts.push(['key', plainTemplate(step.key)]);
      break;
    case 'when':
      texts.push(['condition', parsePlain(step.condition)]);
      break;
    case 'throw':
      texts.push(['message', plainTemplate(step.message ?? '')]);
      break;
    case 'delay':
    case 'parallel':
    case 'attempt':
      break;
  }
  return texts.flatMap(([field, plain]): [string, Plain][] => (plain === undefined ? [] : [[field, plain]]));
}

function plainTemplate(text: string): Plain | undefined {
  try {
    return parseTemplate(text).plain;
  } catch {
    return undefined; // its mistake is told where it is compiled
  }
}

function namesIn(plain: Plain): string[] {
  switch (plain.kind) {
    case 'constant':
      return [];
    case 'name':
      return [plain.name];
    case 'path':
      return namesIn(plain.base);
    case 'list':
      return plain.items.flatMap(namesIn);
    case 'record':
      return plain.entries.flatMap(([, value]) => namesIn(value));
    case 'text':
      return plain.pieces.flatMap((piece) => (typeof piece === 'string' ? [] : namesIn(piece)));
  }
}
