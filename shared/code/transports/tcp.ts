import { hostText, portText, type AddressCode, type TransportCode } from './transportCode.ts';

const options = (address: AddressCode): string => `{
  transport: Transport.TCP,
  options: {
    host: ${hostText(address)},
    port: ${portText(address)},
  },
}`;

export const tcpCode: TransportCode = { listener: options, client: options, packages: {} };
