import { z } from 'zod';

/** What a service's application sets up for all of its handlers, and what one handler wants of a payload. */

/**
 * The exception filter of `app.useGlobalFilters`. For messages only: over HTTP each of them leaves Nest's own answer.
 *
 *   keepMessage   @Catch(): any exception answers with its status and message
 *   rpcException  @Catch(RpcException), as in Nest's documentation: answers with what the exception was made of
 *   asIs          @Catch(): hands the exception itself on, of which JSON keeps only what an Error has as properties of its own
 */
export const filterKinds = ['keepMessage', 'rpcException', 'asIs'] as const;
export const filterSchema = z.enum(filterKinds);
export type FilterKind = z.infer<typeof filterSchema>;

/** What a property may have to be: each a decorator of class-validator. */
export const expectedTypes = ['string', 'number', 'integer', 'boolean', 'array', 'object'] as const;
export type ExpectedType = (typeof expectedTypes)[number];

const reserved = new Set([...Object.getOwnPropertyNames(Object.prototype), 'prototype', 'then']);
/** A name that a property of a class can have as it is. */
export const expectedNameSchema = z
  .string()
  .regex(/^[A-Za-z_$][A-Za-z0-9_$]{0,39}$/, 'a property is a letter, "_" or "$", then at most 39 of these and digits')
  .refine((name) => !reserved.has(name), 'this name means something to JavaScript; choose another');

const expectedSchema = z.enum([...expectedTypes, ...expectedTypes.map((type) => `${type}?` as const)]);
/** A type; with `?` the property may be left out. */
export type Expected = z.infer<typeof expectedSchema>;

const maxProperties = 50;
/** `{ userId: 'string', items: 'array?' }`: the DTO of a handler's payload, or of its body over HTTP. */
export const expectsSchema = z
  .record(expectedNameSchema, expectedSchema)
  .refine((all) => Object.keys(all).length <= maxProperties, `at most ${maxProperties} properties`);
export type Expects = z.infer<typeof expectsSchema>;

/** `array?` as its two parts. */
export function readExpected(expected: Expected): { type: ExpectedType; isOptional: boolean } {
  const isOptional = expected.endsWith('?');
  const name = isOptional ? expected.slice(0, -1) : expected;
  return { type: expectedTypes.find((type) => type === name) ?? 'string', isOptional };
}
