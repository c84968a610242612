import { IconAlertTriangle } from '@tabler/icons-react';
import { newFault } from './newFault.ts';
import type { FaultLook } from './look.ts';

export const throwRpcLook: FaultLook<'throw_rpc'> = {
  label: 'Throw RpcException',
  explain: 'The handler fails with an RpcException, which the caller gets whole',
  icon: IconAlertTriangle,
  fields: [
    { name: 'message', label: 'message', type: 'text' },
    { name: 'status', label: 'status', type: 'number', min: 100, max: 599, step: 1, whole: true, optional: true },
  ],
  badge: () => 'RPC',
  create: (base) => ({ ...newFault(base), kind: 'throw_rpc', status: 500, message: 'Injected RpcException' }),
};
