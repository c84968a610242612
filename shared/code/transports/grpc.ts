import { grpcHealthPackage, grpcHealthPath } from '../library/grpcHealth.ts';
import { hostText, portText, type AddressCode, type TransportCode } from './transportCode.ts';

const options = (address: AddressCode, { packages, paths }: { packages: string; paths: string }): string => `{
  transport: Transport.GRPC,
  options: {
    package: ${packages},
    protoPath: ${paths},
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
  listener: (address, { grpc }) =>
    grpc === undefined
      ? '{}'
      : options(address, {
          packages: `['${grpc.packageName}', '${grpcHealthPackage}']`,
          paths: `['${grpc.path}', '${grpcHealthPath}']`,
        }),
  client: (address, grpc) =>
    grpc === undefined ? '{}' : options(address, { packages: `'${grpc.packageName}'`, paths: `'${grpc.path}'` }),
  packages: { '@grpc/grpc-js': '^1.14.0', '@grpc/proto-loader': '^0.8.0' },
};
