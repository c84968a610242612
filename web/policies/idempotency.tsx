import { IconFingerprint } from '@tabler/icons-react';
import { plain, type PolicyLook } from './look.ts';

export const idempotencyLook: PolicyLook<'idempotency'> = {
  label: 'Idempotency key',
  explain:
    'Every attempt of a call carries the same key; the handler runs once per key and gives the same answer again.',
  icon: IconFingerprint,
  create: () => true,
  badge: () => plain('KEY'),
  Form: undefined,
};
