import { triggerText } from '../../flow/checks/services.ts';
import { readExpected, type ExpectedType, type Expects } from '../../flow/nestSettings.ts';
import { CodeFile, type WrittenFile } from '../codeFile.ts';
import { commented } from '../naming.ts';
import type { HandlerPlan, ServicePlan } from '../plan.ts';

const written = {
  string: { decorator: 'IsString', type: 'string' },
  number: { decorator: 'IsNumber', type: 'number' },
  integer: { decorator: 'IsInt', type: 'number' },
  boolean: { decorator: 'IsBoolean', type: 'boolean' },
  array: { decorator: 'IsArray', type: 'any[]' },
  object: { decorator: 'IsObject', type: 'Record<string, any>' },
} as const satisfies Record<ExpectedType, { decorator: string; type: string }>;

/** Whether it is written at all. */
export const hasDtos = ({ handlers }: ServicePlan): boolean => handlers.some(expectsSomething);

/** Not one that is left out. */
export const expectsSomething = ({ handler, leftOut }: HandlerPlan): boolean =>
  handler.expects !== undefined && leftOut === undefined;

/** The class of what a handler expects; no name that `libs/shared` gives ends so. */
export const payloadClass = ({ method }: HandlerPlan): string =>
  `${method.charAt(0).toUpperCase()}${method.slice(1)}Payload`;

/** `orders.dto.ts`: what handlers expect, as the ValidationPipe checks it. */
export function dtoFile(service: ServicePlan): WrittenFile {
  const file = new CodeFile();
  service.handlers.filter(expectsSomething).forEach((plan, index) => {
    if (index > 0) file.line();
    file.mark(`handler ${plan.id}`, () => writeClass(file, plan, plan.handler.expects ?? {}));
  });
  return file.end();
}

function writeClass(file: CodeFile, plan: HandlerPlan, expects: Expects): void {
  const { on } = plan.handler;
  file.line(`/** What ${commented(triggerText(on))} expects of its ${'http' in on ? 'body' : 'data'}. */`);
  file.line(`export class ${payloadClass(plan)} {`);
  file.indented(() => {
    for (const [name, expected] of Object.entries(expects)) {
      const { type, isOptional } = readExpected(expected);
      const validator = 'class-validator';
      if (isOptional) file.line(`@${file.use(validator, 'IsOptional')}()`);
      file.line(`@${file.use(validator, written[type].decorator)}()`);
      file.line(`${name}${isOptional ? '?' : '!'}: ${written[type].type};`);
      file.line();
    }
    file.line('[other: string]: any;');
  });
  file.line('}');
}
