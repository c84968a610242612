import { IconReplace } from '@tabler/icons-react';
import { newFault } from './newFault.ts';
import type { FaultLook } from './look.ts';

const names = [
  { name: 'reply', detail: 'what the handler answered; nothing on the request leg' },
  { name: 'data', detail: 'what the handler was asked' },
  { name: 'body', detail: 'what an HTTP handler was asked' },
  { name: 'params', detail: 'of an HTTP request' },
  { name: 'query', detail: 'of an HTTP request' },
  { name: 'headers', detail: 'of an HTTP request' },
  { name: 'meta', detail: 'about the message', members: ['traceId', 'correlationId', 'pattern', 'attempt', 'replica'] },
  { name: 'pattern', detail: 'of the message' },
];

export const wrongPayloadLook: FaultLook<'wrong_payload'> = {
  label: 'Wrong payload',
  explain: 'Another value than the one meant: of the reply, of the input, or of both, by its leg',
  icon: IconReplace,
  fields: [{ name: 'value', label: 'value instead', type: 'expression', names }],
  badge: () => 'wrong payload',
  create: (base) => ({ ...newFault(base), leg: 'reply', kind: 'wrong_payload', value: '{ wrong: true }' }),
};
