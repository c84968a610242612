import { HttpException } from '@nestjs/common';
import { RpcException } from '@nestjs/microservices';
import type { Json } from '#shared/json.ts';
import { describeError, toJson } from './describeError.ts';

/**
 * What a handler, or a pipe before it, threw, as the `error` of a `threw` event: `{ name, message, code? }` under the name
 * of its class (Nest leaves "Error" as the `name` of an RpcException), and what Nest's filters look at beside that: the
 * `error` of an RpcException that was made of an object, the `status` of an HttpException, and its `response`, where that
 * says more than message and status do (a ValidationPipe puts its findings there).
 */
export function describeThrown(error: unknown): Json {
  const described = describeError(error);
  if (!(error instanceof Error) || !isRecord(described)) return described;
  const named = { ...described, name: className(error) };
  if (error instanceof RpcException) {
    const made = error.getError();
    return typeof made === 'string' ? named : { ...named, error: toJson(made) };
  }
  if (error instanceof HttpException) {
    const response = error.getResponse();
    const answer = typeof response === 'string' ? {} : { response: toJson(response) };
    return { ...named, status: error.getStatus(), ...answer };
  }
  return named;
}

function className({ name, constructor }: Error): string {
  return name === 'Error' && constructor.name !== '' ? constructor.name : name;
}

const isRecord = (value: Json): value is Record<string, Json> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
