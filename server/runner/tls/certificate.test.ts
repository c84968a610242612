import { X509Certificate } from 'node:crypto';
import { expect, test } from 'vitest';
import { makeCertificate } from './certificate.ts';

test('the certificate is one for this machine, signed by itself and valid for a year', () => {
  const now = Date.UTC(2026, 10, 21, 12);
  const { cert } = makeCertificate(now);
  const read = new X509Certificate(cert);
  expect({
    subject: read.subject,
    issuer: read.issuer,
    names: read.subjectAltName,
    from: new Date(read.validFrom).toISOString(),
    to: new Date(read.validTo).toISOString(),
    isSignedByItself: read.verify(read.publicKey),
    isAuthority: read.ca,
    address: read.checkIP('127.0.0.1'),
    host: read.checkHost('localhost'),
    other: read.checkHost('example.com'),
  }).toEqual({
    subject: 'CN=localhost',
    issuer: 'CN=localhost',
    names: 'DNS:localhost, IP Address:127.0.0.1',
    from: '2026-11-20T12:00:00.000Z',
    to: '2027-11-21T12:00:00.000Z',
    isSignedByItself: true,
    isAuthority: true,
    address: '127.0.0.1',
    host: 'localhost',
    other: undefined,
  });
});

test('no two are the same, and each can be read', () => {
  const serials = Array.from({ length: 20 }, () => new X509Certificate(makeCertificate().cert).serialNumber);
  expect(new Set(serials).size).toBe(20);
});
