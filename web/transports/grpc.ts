import { IconFileCode } from '@tabler/icons-react';
import type { TransportLook } from './look.ts';

export const grpcLook: TransportLook = {
  label: 'gRPC',
  serviceName: 'gRPC service',
  explain: 'Methods of a .proto over HTTP/2, no broker between: calls and streams, with deadlines; no events.',
  icon: IconFileCode,
  color: 'lime',
  create: () => ({ transport: 'grpc' }),
};
