import { expect, test } from 'vitest';
import { startProblem } from './startProblem.ts';

const failure = (code: string, port?: number): Error =>
  Object.assign(new Error(`listen ${code}`), { code, ...(port === undefined ? {} : { port }) });

test('names the setting whose port is taken, and what to type', () => {
  expect(startProblem(failure('EADDRINUSE', 3000))).toBe('Port 3000 is taken. Type: PORT=3001 npm start');
  expect(startProblem(failure('EADDRINUSE', 4000), { controlPort: 4000 })).toBe(
    'Port 4000 is taken. Type: CONTROL_PORT=4001 npm start',
  );
  expect(startProblem(failure('EADDRINUSE', 3000), { controlPort: 4000 })).toMatch(/ PORT=3001 /);
});

test('names the setting whose port is not open to this user', () => {
  expect(startProblem(failure('EACCES', 80))).toBe(
    'Port 80 is not open to you. Use one above 1023, such as PORT=3000.',
  );
  expect(startProblem(failure('EACCES', 81), { controlPort: 81 })).toMatch(/ CONTROL_PORT=3100\.$/);
});

test('says that HOST is no address of this machine', () => {
  const line = 'HOST is "10.9.8.7", which is no address of this machine. Type: HOST=127.0.0.1 npm start';
  for (const code of ['ENOTFOUND', 'EAI_AGAIN', 'EADDRNOTAVAIL']) {
    expect(startProblem(failure(code), { host: '10.9.8.7' })).toBe(line);
  }
});

test('passes on what else is said', () => {
  expect(startProblem(new Error('PORT cannot be used: …'))).toBe('PORT cannot be used: …');
  expect(startProblem('odd')).toBe('odd');
});
