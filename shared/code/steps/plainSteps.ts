import { isCold, type StepOf } from '../../steps/step.ts';
import { wireOf } from '../plan.ts';
import { quoted } from '../naming.ts';
import { shared, Statement, type Place, type StepWriter, type WriteStep } from './stepWriter.ts';

/** The steps that hold no other steps. */

const common = '@nestjs/common';
const microservices = '@nestjs/microservices';

/** `return value`; inside a branch of `parallel` an object that says so. */
const returned = (value: string, { isInBranch }: Place): string =>
  isInBranch ? `return { reply: ${value} };` : `return ${value};`;

export const writeReply: WriteStep<'reply'> = ({ value }, place, writer) => {
  const statement = Statement.in(place, writer);
  statement.write(returned(statement.expression(value), place));
};

export const writeSend: WriteStep<'send'> = (step, place, writer) => {
  const statement = Statement.in(place, writer);
  if (isCold(step)) {
    statement.write(`${call(step, { statement, before: '' }, writer)};`);
    return;
  }
  const before = `${assigned(step.as, place)}await `;
  statement.write(`${before}${call(step, { statement, before }, writer)};`);
};

export const writeEmit: WriteStep<'emit'> = (step, place, writer) => {
  const statement = Statement.in(place, writer);
  statement.write(`${call(step, { statement, before: '' }, writer)};`);
};

function call(
  step: StepOf<'send'> | StepOf<'emit'>,
  { statement, before }: { statement: Statement; before: string },
  { file, plan, service }: StepWriter,
): string {
  const data = step.data === undefined ? '{}' : statement.expression(step.data);
  const pattern = `${file.use(shared, 'Patterns')}.${plan.pattern(step.pattern).key}`;
  const wire = wireOf(service, step.wire);
  if (wire === undefined) {
    const message = `this service has no wire "${step.wire}". Draw one, or choose another in this step.`;
    return `${file.use(shared, 'noWire')}(${quoted(message)})`;
  }
  const method = isCold(step) ? 'cold' : step.do;
  const line = `this.${wire.property}.${method}(${pattern}, ${data})`;
  if (before.length + line.length < file.room || statement.isRefused || data.includes('\n')) return line;
  return `this.${wire.property}.${method}(\n${file.margin(1)}${pattern},\n${file.margin(1)}${data},\n${file.margin(0)})`;
}

/** `const user = `, `user = ` where it is declared already, nothing where nobody wants the answer. */
function assigned(name: string | undefined, { scope, list }: Place): string {
  if (name === undefined) return '';
  if (!scope.isConst(name, list)) return `${name} = `;
  const type = scope.typeOf(name);
  return type === 'any' ? `const ${name} = ` : `const ${name}: ${type} = `;
}

export const writeDelay: WriteStep<'delay'> = ({ ms, jitterMs = 0 }, _place, { file }) => {
  file.line(`await ${file.use(shared, 'delay')}(${jitterMs === 0 ? ms : `${ms}, ${jitterMs}`});`);
};

export const writeThrow: WriteStep<'throw'> = (step, place, writer) => {
  const { file } = writer;
  if (step.error === 'again') {
    if (place.caught === undefined) {
      file.line(`throw new ${file.global('Error')}('There is no error to throw again. Put it inside a "catch".');`);
    } else if (place.isHttp) file.line(`throw ${place.caught};`);
    else file.line(`throw ${file.use(shared, 'passedOn')}(${place.caught});`);
    return;
  }
  const statement = Statement.in(place, writer);
  const message = statement.template(step.message ?? '');
  switch (step.error) {
    case 'rpc': {
      const { status, code } = step;
      const facts = [
        ...(status === undefined ? [] : [`status: ${status}`]),
        ...(code === undefined ? [] : [`code: ${code}`]),
      ];
      const content = facts.length === 0 ? message : `{ ${[...facts, `message: ${message}`].join(', ')} }`;
      statement.write(`throw new ${file.use(microservices, 'RpcException')}(${content});`);
      return;
    }
    case 'http':
      statement.write(`throw new ${file.use(common, 'HttpException')}(${message}, ${step.status ?? 500});`);
      return;
    case 'error':
      statement.write(`throw new ${file.global('Error')}(${message});`);
  }
};

export const writeSet: WriteStep<'set'> = ({ key, value }, place, writer) => {
  const statement = Statement.in(place, writer);
  const at = statement.template(key);
  statement.write(`this.store.set(${at}, ${statement.expression(value)});`);
};

export const writeGet: WriteStep<'get'> = ({ key, as }, place, writer) => {
  const statement = Statement.in(place, writer);
  statement.write(`${assigned(as, place)}this.store.get(${statement.template(key)});`);
};

export const writeStream: WriteStep<'stream'> = ({ count, everyMs = 0, value }, place, writer) => {
  const { file } = writer;
  const statement = Statement.in({ ...place, locals: [...place.locals, 'index'] }, writer);
  const text = statement.expression(value);
  const body = text.startsWith('{') ? `(${text})` : text;
  const settings = everyMs === 0 ? `{ count: ${count} }` : `{ count: ${count}, everyMs: ${everyMs} }`;
  const index = /\bindex\b/.test(value) ? '(index)' : '()';
  statement.write(returned(`${file.use(shared, 'streamOf')}(${settings}, ${index} => ${body})`, place));
};

export const writeLog: WriteStep<'log'> = ({ value }, place, writer) => {
  const statement = Statement.in(place, writer);
  statement.write(`this.logger.log(${statement.expression(value)});`);
};
