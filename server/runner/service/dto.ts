import type { Type } from '@nestjs/common';
import type * as classValidator from 'class-validator';
import { readExpected, type ExpectedType, type Expects } from '#shared/flow/nestSettings.ts';

/**
 * Classes with the decorators of class-validator, made at run time: what Nest's ValidationPipe asks for. class-validator is
 * loaded when the first service wants it, as Nest does itself.
 */

type Validator = typeof classValidator;

const decorators = {
  string: 'IsString',
  number: 'IsNumber',
  integer: 'IsInt',
  boolean: 'IsBoolean',
  array: 'IsArray',
  object: 'IsObject',
} as const satisfies Record<ExpectedType, keyof Validator>;

export interface Dtos {
  /** By handler id. */
  readonly dtos: ReadonlyMap<string, Type>;
  /** class-validator keeps what it knows of every class for ever, and looks at all of them for each message. */
  forget(): void;
}

/** One class for each handler that expects something. */
export async function makeDtos(handlers: Readonly<Record<string, { expects?: Expects | undefined }>>): Promise<Dtos> {
  const validator = await import('class-validator');
  const dtos = new Map<string, Type>();
  for (const [id, { expects }] of Object.entries(handlers)) {
    if (expects !== undefined) dtos.set(id, makeDto(validator, expects));
  }
  return { dtos, forget: () => dtos.forEach((dto) => forgetDto(validator, dto)) };
}

function makeDto(validator: Validator, expects: Expects): Type {
  // What stands in its place is the prototype's, filled in below.
  // oxlint-disable-next-line typescript/no-extraneous-class
  class Payload {}
  for (const [name, expected] of Object.entries(expects)) {
    const { type, isOptional } = readExpected(expected);
    validator[decorators[type]]()(Payload.prototype, name);
    if (isOptional) validator.IsOptional()(Payload.prototype, name);
  }
  return Payload;
}

function forgetDto({ getMetadataStorage }: Validator, dto: Type): void {
  // Private, and there is no other way to take a class back.
  const storage = getMetadataStorage() as unknown as { validationMetadatas?: Map<unknown, unknown> };
  storage.validationMetadatas?.delete(dto);
}
