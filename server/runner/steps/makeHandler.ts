import { Observable, Subscription } from 'rxjs';
import type { Step } from '#shared/steps/step.ts';
import { walkSteps } from '#shared/steps/step.ts';
import { problem, type Problem } from '#shared/problem.ts';
import type { HandlerBody, HandlerCall } from '../service/handlerBody.ts';
import type { Expression } from '../sandbox/compiledExpression.ts';
import { unusual } from '../sandbox/evaluatePlain.ts';
import { createSandbox, type Sandbox } from '../sandbox/sandbox.ts';
import type { Tracer } from '../trace/tracer.ts';
import { makeStep } from './index.ts';
import { stepLabel } from './stepLabel.ts';
import type { CallWire, Ending, RunStep, Soon, StepContext, StepExpression, StepRun } from './stepRun.ts';
import type { Store } from './store.ts';

/** One message may not take more steps than this: a guard, since steps themselves cannot loop. */
const maxSteps = 10_000;

export interface HandlerParts {
  service: string;
  handler: string;
  steps: readonly Step[];
  tracer: Tracer;
  random: () => number;
  wire: (id: string) => CallWire | undefined;
  store: (replica: number) => Store;
}

export interface MadeHandler {
  body: HandlerBody;
  /** Expressions that cannot be compiled, each with its path in the Flow. Such a step fails with the same words. */
  problems: Problem[];
  /** Lets the expressions go, once the messages under way are done. */
  dispose: () => void;
}

/** Turns the steps of a handler into what runs for each message. Everything is compiled here, once per edit. */
export function makeHandler(parts: HandlerParts): MadeHandler {
  const { service, handler, steps } = parts;
  const problems: Problem[] = [];
  const sandbox = createSandbox({ random: parts.random });
  const names = namesOf(steps);
  const label = `${service}.${handler}`;
  const maker = new StepMaker({ ...parts, sandbox, names, problems });
  const runSteps = maker.sequence(steps, []);

  let underWay = 0;
  let isDisposed = false;
  const disposeWhenIdle = (): void => {
    if (isDisposed && underWay === 0) sandbox.dispose();
  };

  const body: HandlerBody = (call) =>
    new Observable((subscriber) => {
      underWay += 1;
      const stop = new Subscription();
      stop.add(() => {
        underWay -= 1;
        disposeWhenIdle();
      });
      const fail = (error: unknown): void => subscriber.error(error);
      const end = (ending: Ending): void => {
        if (stop.closed) return;
        if (ending !== undefined && 'values$' in ending) {
          ending.values$.subscribe(subscriber);
          return;
        }
        // A handler that answers nothing is a method that returns undefined, not one without an end.
        subscriber.next(ending?.value);
        subscriber.complete();
      };
      try {
        const ending = runSteps(newRun(call, { stop, store: parts.store(call.replica), label }));
        if (ending instanceof Promise) ending.then(end, fail);
        else end(ending);
      } catch (error) {
        fail(error);
      }
      return stop;
    });

  return {
    body,
    problems,
    dispose: () => {
      isDisposed = true;
      disposeWhenIdle();
    },
  };
}

/** Results named by `as` exist in the whole handler, as `let` before its first line would make them. */
function namesOf(steps: readonly Step[]): string[] {
  const names = new Set<string>();
  walkSteps(steps, '', (step) => {
    if ('as' in step && step.as !== undefined) names.add(step.as);
  });
  return [...names];
}

function newRun(
  call: HandlerCall,
  { stop, store, label }: { stop: Subscription; store: Store; label: string },
): StepRun {
  let steps = 0;
  return {
    call,
    scope: { ...call.scope, state: store.values },
    locals: {},
    store,
    stop,
    countStep: () => {
      steps += 1;
      if (steps <= maxSteps) return;
      throw new Error(`${label}: one message took more than ${maxSteps} steps. Do less in one handler.`);
    },
  };
}

interface MakerParts extends HandlerParts {
  sandbox: Sandbox;
  names: readonly string[];
  problems: Problem[];
}

/** Makes steps from the inside out; each learns its own place, so that its errors can name it. */
class StepMaker {
  readonly #parts: MakerParts;

  constructor(parts: MakerParts) {
    this.#parts = parts;
  }

  sequence(steps: readonly Step[], path: readonly (string | number)[]): RunStep {
    const runs = steps.map((step, index) => makeStep(step, this.#context([...path, index])));
    const goOn = (run: StepRun, from: number): Soon<Ending> => {
      for (let at = from; at < runs.length; at += 1) {
        run.countStep();
        const ending = runs[at]?.(run);
        if (ending instanceof Promise) return ending.then((known) => known ?? goOn(run, at + 1));
        if (ending !== undefined) return ending;
      }
      return undefined;
    };
    return (run) => goOn(run, 0);
  }

  #context(path: readonly (string | number)[]): StepContext {
    const { service, handler, tracer, random, wire, sandbox, names } = this.#parts;
    const label = `${service}.${handler} ${stepLabel(path)}`;
    const failure = (reason: string): Error => new Error(`${label}: ${reason}`);
    const make = (compile: () => Expression, field: string): StepExpression => {
      const compiled = this.#compile(compile, [...path, field].join('.'));
      const fail = (error: unknown): never => {
        throw failure(error instanceof Error ? error.message : String(error));
      };
      return (run, locals) => {
        if (compiled instanceof Error) throw failure(compiled.message);
        try {
          const isPlain = locals === undefined && run.caught === undefined;
          const scope = isPlain ? run.scope : { ...run.scope, ...run.locals, ...locals };
          const value = compiled.evaluateAtOnce(scope);
          return value === unusual ? compiled.evaluateInEngine(scope).catch(fail) : value;
        } catch (error) {
          return fail(error);
        }
      };
    };
    return {
      tracer,
      random,
      wire,
      failure,
      expression: (source, field) => make(() => sandbox.compile(source, { names }), field),
      template: (text, field) => make(() => sandbox.template(text, { names }), field),
      steps: (steps, inner) => this.sequence(steps, [...path, ...inner]),
    };
  }

  #compile(compile: () => Expression, at: string): Expression | Error {
    try {
      return compile();
    } catch (error) {
      const { service, handler, problems } = this.#parts;
      const known = error instanceof Error ? error : new Error(String(error));
      const where = `services.${service}.handlers.${handler}.steps.${at}`;
      problems.push({
        ...problem('badExpression', `${known.message}. Correct the expression.`, where),
        severity: 'error',
      });
      return known;
    }
  }
}
