import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { bits, context, integer, oid, octets, sequence, set, text, time, yes } from './der.ts';

/** A key and the certificate for it, both as PEM. */
export interface Certified {
  key: string;
  cert: string;
}

const names = {
  commonName: '2.5.4.3',
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
  subjectKeyIdentifier: '2.5.29.14',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
} as const;
const dayMs = 24 * 60 * 60 * 1000;
const version3 = 2;

/**
 * A self-signed certificate for `localhost` and 127.0.0.1, valid for a year: what `openssl req -x509` makes. Node can sign one
 * and cannot write it down, so that is done here. Source: RFC 5280, section 4.1.
 */
export function makeCertificate(now = Date.now()): Certified {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  const name = sequence(set(sequence(oid(names.commonName), text('localhost'))));
  const algorithm = sequence(oid(names.ecdsaWithSha256));
  // The first bit is a sign.
  const serial = randomBytes(16);
  serial[0] = ((serial[0] ?? 0) & 0x3f) | 0x40;
  const signed = sequence(
    context(0, integer(Buffer.from([version3]))),
    integer(serial),
    algorithm,
    name,
    sequence(time(now - dayMs), time(now + 365 * dayMs)),
    name,
    spki,
    context(3, sequence(...extensions(spki))),
  );
  const signature = sign('sha256', signed, privateKey);
  const der = sequence(signed, algorithm, bits(signature));
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`,
  };
}

function extensions(spki: Buffer): Buffer[] {
  const alternatives = sequence(
    context(2, Buffer.from('localhost'), 'plain'),
    context(7, Buffer.from([127, 0, 0, 1]), 'plain'),
  );
  const keyId = octets(createHash('sha1').update(spki).digest());
  return [
    sequence(oid(names.basicConstraints), yes, octets(sequence(yes))),
    sequence(oid(names.subjectAltName), octets(alternatives)),
    sequence(oid(names.subjectKeyIdentifier), octets(keyId)),
  ];
}

let made: Certified | undefined;

/** The one of this process, made when the first listener asks for it; nothing of it is ever written to a disk. */
export function ownCertificate(): Certified {
  made ??= makeCertificate();
  return made;
}
