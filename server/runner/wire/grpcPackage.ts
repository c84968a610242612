import { loadPackage } from '@nestjs/common/internal';
import * as grpc from '@grpc/grpc-js';
import * as protoLoader from '@grpc/proto-loader';

/**
 * Nest's client and server ask for their driver by `createRequire`, which no bundler sees. They look into this cache first,
 * so whoever makes one of them imports the driver from here.
 */
await loadPackage('@grpc/grpc-js', 'Patchbay', () => Promise.resolve(grpc));
await loadPackage('@grpc/proto-loader', 'Patchbay', () => Promise.resolve(protoLoader));

export { grpc, protoLoader };
