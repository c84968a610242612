import type { Step } from '../../steps/step.ts';
import { innerSteps } from '../../steps/step.ts';
import { mayReply } from './endings.ts';
import { namesIn, textsOf } from './texts.ts';
import { shared, Statement, type WriteStep } from './stepWriter.ts';

/** The steps that hold other steps. */

export const writeWhen: WriteStep<'when'> = (step, place, writer) => {
  const { file } = writer;
  const statement = Statement.in(place, writer);
  statement.write(`if (${statement.expression(step.condition, true)}) {`);
  file.indented(() => writer.steps(step.then, place));
  if (step.else !== undefined && step.else.length > 0) {
    const otherwise = step.else;
    file.line('} else {');
    file.indented(() => writer.steps(otherwise, place));
  }
  file.line('}');
};

export const writeParallel: WriteStep<'parallel'> = (step, place, writer) => {
  const { file } = writer;
  const { branches } = step;
  if (branches.length === 0) return;
  const mayEnd = branches.some(mayReply);
  const before = place.list.slice(0, place.list.indexOf(step)).filter(({ do: kind }) => kind === 'parallel').length;
  const ended = file.free(before === 0 ? 'ended' : `ended${before + 1}`);
  file.line(`${mayEnd ? `const ${ended} = ` : ''}await ${file.use(shared, 'parallel')}([`);
  file.indented(() => {
    for (const branch of branches) {
      file.line('async () => {');
      file.indented(() => writer.steps(branch, { ...place, isInBranch: true }));
      file.line('},');
    }
  });
  file.line(']);');
  if (mayEnd) file.line(`if (${ended}) return ${place.isInBranch ? ended : `${ended}.reply`};`);
};

export const writeAttempt: WriteStep<'attempt'> = (step, place, writer) => {
  const { file } = writer;
  const { catch: caught, finally: last } = step;
  file.line(caught === undefined && last === undefined ? '{' : 'try {');
  file.indented(() => writer.steps(step.steps, place));
  if (caught !== undefined) {
    const variable = file.free('caught');
    file.line(`} catch (${variable}) {`);
    file.indented(() => {
      if (mentionsError(caught)) file.line(`const error = ${file.use(shared, 'errorInScope')}(${variable});`);
      writer.steps(caught, { ...place, caught: variable, locals: [...place.locals, 'error'] });
    });
  }
  if (last !== undefined) {
    file.line('} finally {');
    file.indented(() => writer.steps(last, place));
  }
  file.line('}');
};

/** Whether these steps name the error that was caught, and not one of their own. */
function mentionsError(steps: readonly Step[]): boolean {
  return steps.some(
    (step) =>
      textsOf(step).some((text) => namesIn(text).has('error')) ||
      innerSteps(step).some(({ path, steps: inner }) => path[0] !== 'catch' && mentionsError(inner)),
  );
}
