import { hostText, portText, type AddressCode, type TransportCode } from './transportCode.ts';

const options = (address: AddressCode, lines: readonly string[] = []): string => `{
  transport: Transport.TCP,
  options: {
    host: ${hostText(address)},
    port: ${portText(address)},
${lines.map((line) => `    ${line}\n`).join('')}  },
}`;

const certText = "readFileSync(process.env.TLS_CERT ?? 'certs/cert.pem')";

const serverTls = [
  'tlsOptions: {',
  "  key: readFileSync(process.env.TLS_KEY ?? 'certs/key.pem'),",
  `  cert: ${certText},`,
  '},',
];

/** A client with no certificate to trust takes what authorities have signed, and refuses one that has signed itself. */
const clientTls = {
  trusted: [`tlsOptions: { ca: [${certText}] },`],
  untrusted: ['tlsOptions: {},'],
} as const;

export const tcpCode: TransportCode = {
  listener: (address, listener) =>
    options(address, listener.transport === 'tcp' && listener.tls === true ? serverTls : []),
  client: (address) => options(address),
  tlsClient: (address, trust) => options(address, clientTls[trust]),
  packages: {},
};
