import { BadRequestException, HttpException } from '@nestjs/common';
import { RpcException } from '@nestjs/microservices';
import { expect, test } from 'vitest';
import { describeThrown } from './describeThrown.ts';

class OutOfStock extends Error {}

test('an exception keeps the name of its class', () => {
  expect(describeThrown(new Error('on fire'))).toEqual({ name: 'Error', message: 'on fire' });
  expect(describeThrown(new TypeError('x is undefined'))).toEqual({ name: 'TypeError', message: 'x is undefined' });
  expect(describeThrown(new OutOfStock('no books'))).toEqual({ name: 'OutOfStock', message: 'no books' });
  expect(describeThrown(new RpcException('just words'))).toEqual({ name: 'RpcException', message: 'just words' });
});

test('an RpcException shows the object that it was made of', () => {
  const made = { status: 402, message: 'Card declined' };
  expect(describeThrown(new RpcException(made))).toEqual({
    name: 'RpcException',
    message: 'Card declined',
    error: made,
  });
  expect(describeThrown(new RpcException({ why: 'no message' }))).toEqual({
    name: 'RpcException',
    message: 'Rpc Exception',
    error: { why: 'no message' },
  });
});

test('an HttpException shows its status, and the answer it carries', () => {
  expect(describeThrown(new HttpException('gone', 410))).toEqual({
    name: 'HttpException',
    message: 'gone',
    status: 410,
  });
  expect(describeThrown(new BadRequestException(['userId must be a string']))).toEqual({
    name: 'BadRequestException',
    message: 'Bad Request Exception',
    status: 400,
    response: { message: ['userId must be a string'], error: 'Bad Request', statusCode: 400 },
  });
});

test('the code of a system error stays, and what is no Error is left as it is', () => {
  const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
  expect(describeThrown(refused)).toEqual({ name: 'Error', message: 'connect ECONNREFUSED', code: 'ECONNREFUSED' });
  expect(describeThrown({ status: 404, message: 'no' })).toEqual({ status: 404, message: 'no' });
  expect(describeThrown('words')).toBe('words');
  expect(describeThrown(Object.create(Error.prototype) as Error)).toEqual({ name: 'Error', message: '' });
});
