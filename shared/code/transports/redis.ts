import { hostText, portText, type AddressCode, type TransportCode } from './transportCode.ts';

const options = (address: AddressCode): string => `{
  transport: Transport.REDIS,
  options: {
    host: ${hostText(address)},
    port: ${portText(address)},
    // Without these three a restart of the broker would end the connection for good.
    retryAttempts: Number.MAX_SAFE_INTEGER,
    retryDelay: 300,
    maxRetriesPerRequest: null,
  },
}`;

export const redisCode: TransportCode = {
  listener: options,
  client: options,
  broker: { image: 'redis:7-alpine', port: 6379, healthCommand: ['redis-cli', 'ping'] },
  packages: { ioredis: '^6.0.0' },
};
