import { hostText, portText, type AddressCode, type GrpcCode, type TransportCode } from './transportCode.ts';

const options = (address: AddressCode, { packageName, path }: GrpcCode): string => `{
  transport: Transport.GRPC,
  options: {
    package: '${packageName}',
    protoPath: '${path}',
    url: \`\${${hostText(address)}}:\${${portText(address)}}\`,
    // Without these a client finds a service only a second after it is back.
    channelOptions: {
      'grpc.initial_reconnect_backoff_ms': 100,
      'grpc.min_reconnect_backoff_ms': 100,
      'grpc.max_reconnect_backoff_ms': 500,
    },
  },
}`;

export const grpcCode: TransportCode = {
  listener: (address, { grpc }) => (grpc === undefined ? '{}' : options(address, grpc)),
  client: (address, grpc) => (grpc === undefined ? '{}' : options(address, grpc)),
  packages: { '@grpc/grpc-js': '^1.14.0', '@grpc/proto-loader': '^0.8.0' },
};
