import 'reflect-metadata';
import { ValidationPipe } from '@nestjs/common';
import { expect, test } from 'vitest';
import { makeDtos } from './dto.ts';

const payload = { type: 'body' } as const;

test('a class is what the ValidationPipe asks for, and is forgotten when its service ends', async () => {
  const { dtos, forget } = await makeDtos({ create: { expects: { userId: 'string' } }, ping: {} });
  const metatype = dtos.get('create');
  expect([...dtos.keys()]).toEqual(['create']);
  if (metatype === undefined) throw new Error('There is no class.');
  const pipe = new ValidationPipe();
  await expect(pipe.transform({}, { ...payload, metatype })).rejects.toMatchObject({
    response: { message: ['userId must be a string'] },
  });
  forget();
  expect(await pipe.transform({}, { ...payload, metatype })).toEqual({});
});
